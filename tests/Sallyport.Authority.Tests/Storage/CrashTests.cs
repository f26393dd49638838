using System.Diagnostics;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>A child process serves a store under load and is killed by SIGKILL at random moments; then we open what it left.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 12;

    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("logins", 71)]
    [InlineData("rotations", 72)]
    public async Task everything_reported_done_is_there_after_kill_9_and_the_chain_is_whole(string work, int seed)
    {
        var random = new Random(seed);
        var done = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var kill = 0; kill < Kills; kill++)
        {
            var reports = random.Next(1, 800);
            // The last one lives until everybody has been there.
            await ServeAndKillAsync(work, () => --reports <= 0 && (kill < Kills - 1 || Names(done) == 16), done);
            await using var store = await folder.OpenAsync();
            await CheckAsync(store, done);
        }

        Assert.Equal(16, Names(done));
    }

    private static int Names(Dictionary<string, long> done) => done.Keys.Count(name => name != "rotated");

    private async Task CheckAsync(SqliteStore store, Dictionary<string, long> done)
    {
        Assert.True((await store.VerifyAsync(Cancel)).IsWhole);
        Assert.Equal(1, KeyFile.At(folder.Key).Read().Count);
        var audited = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        foreach (var row in (await store.TailAsync(0, int.MaxValue, Cancel)).Where(r => r.Event.Kind == AuditKind.LoginAllowed))
        {
            if (!audited.TryGetValue(row.Event.Person!, out var steps))
                audited[row.Event.Person!] = steps = [];
            steps.Add(long.Parse(row.Event.Detail!));
        }

        foreach (var (name, step) in done.Where(d => d.Key != "rotated"))
        {
            var stored = (await store.FindAsync(name, Cancel)).Enrolments.Totp!.LastStep;
            // At most the one commit more that was on the disk when its caller was killed.
            Assert.InRange(stored, step, step + 1);
            // No step twice, none left out: each was accepted once, and person and audit changed together.
            Assert.Equal(Enumerable.Range(0, (int)stored + 1).Select(s => (long)s), audited[name]);
            done[name] = stored;
        }
    }

    private async Task ServeAndKillAsync(string work, Func<bool> isOver, Dictionary<string, long> done)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "StoreUnderLoad.dll"), folder.Database, folder.Key, work])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Cancel));
            while (await child.StandardOutput.ReadLineAsync(Cancel) is { } line)
            {
                // One write to a pipe arrives whole or not at all.
                var (name, step) = (line.Split(' ')[0], long.Parse(line.Split(' ')[1]));
                done[name] = Math.Max(done.GetValueOrDefault(name, -1), step);
                if (isOver() && !child.HasExited)
                    child.Kill();
            }
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }
}
