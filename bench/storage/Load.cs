using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace StorageBench;

/// <summary>What one run measured: each commit is a person read, changed and compared-and-set, with an audit row, durable.</summary>
internal sealed record Measured(int Callers, double CommitsPerSecond, TimeSpan Median, TimeSpan P99, TimeSpan Worst, double CpuMicroseconds, double AllocatedBytes, int Conflicts);

internal static class Load
{
    private static readonly DateTimeOffset Noon = new(2031, 7, 13, 12, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress Source = IPAddress.Parse("2001:db8::17");

    /// <summary>A person who logs in by TOTP every day.</summary>
    public static Person Enrolled(int number)
    {
        var key = new byte[20];
        BitConverter.TryWriteBytes(key, number);
        return Person.Registered(BenchSettings.NameOf(number)) with
        {
            Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(new TotpKey(key)) with { LastStep = 64_000_000 } },
            Budget = Budget.Empty.Succeed(SourceNetwork.Of(Source), BudgetPolicy.Default, Noon),
            History = new LoginHistory(new LastLogin(Noon, Source, FactorKind.Totp), []),
        };
    }

    public static ImmutableArray<AuditEvent> Event(string name) => [new AuditEvent(AuditKind.LoginAllowed, name, Source, "dora", Detail: "Totp")];

    public static async Task<Measured> RunAsync(SqliteStore store, int callers, int people, TimeSpan duration)
    {
        var latencies = new List<long>[callers];
        var conflicts = 0;
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var mine = latencies[caller] = new List<long>(1 << 16);
            var random = new Random(caller);
            while (watch.Elapsed < duration)
            {
                var name = BenchSettings.NameOf(random.Next(people));
                var start = Stopwatch.GetTimestamp();
                var person = await store.FindAsync(name, CancellationToken.None);
                var totp = person.Enrolments.Totp!;
                var next = person with { Enrolments = person.Enrolments with { Totp = totp with { LastStep = totp.LastStep + 1 } } };
                if (await store.CommitAsync(next, Event(name), CancellationToken.None) == Commit.Done)
                    mine.Add(Stopwatch.GetTimestamp() - start);
                else
                    Interlocked.Increment(ref conflicts);
            }
        })));
        var elapsed = watch.Elapsed;
        var all = latencies.SelectMany(l => l).Order().ToArray();
        return new Measured(
            callers,
            all.Length / elapsed.TotalSeconds,
            Stopwatch.GetElapsedTime(0, all[all.Length / 2]),
            Stopwatch.GetElapsedTime(0, all[(int)(all.Length * 0.99)]),
            Stopwatch.GetElapsedTime(0, all[^1]),
            (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / all.Length,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)all.Length,
            conflicts);
    }
}
