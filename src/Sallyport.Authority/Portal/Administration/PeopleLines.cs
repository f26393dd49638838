using System.Collections.Immutable;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>A registered person, as a list shows one.</summary>
/// <param name="Factors">The kinds of factor that the person has.</param>
/// <param name="IsReady">Whether there is a factor for the next login.</param>
/// <param name="Failed">Wrong codes since the last login.</param>
/// <param name="LockedUntil">Until when some network is closed for the name; null when none is.</param>
internal sealed record PersonLine(
    string Name,
    PersonStanding Standing,
    ImmutableArray<FactorKind> Factors,
    bool IsReady,
    int? SkeyLines,
    LastLogin? Last,
    int Failed,
    DateTimeOffset? LockedUntil)
{
    public static PersonLine Of(Person person, DateTimeOffset now)
    {
        var own = person.Enrolments;
        var closed = person.Budget.Sources.Where(s => s.IsLockedOut(now)).Select(s => s.OpensAt(now))
            .Append(person.Budget.UnknownNetworksLockedUntil > now ? person.Budget.UnknownNetworksLockedUntil : null).Max();
        return new PersonLine(
            person.Name,
            person.Standing,
            [.. FactorsOf(own, now)],
            Readiness.HasFactor(own, now),
            own.Skey?.Line,
            person.History.Last,
            person.History.FailedCount,
            closed);
    }

    private static IEnumerable<FactorKind> FactorsOf(Enrolments own, DateTimeOffset now)
    {
        if (own.Totp is not null)
            yield return FactorKind.Totp;
        if (own.Devices.All.Any(d => d.Kind == DeviceKind.Browser))
            yield return FactorKind.Push;
        if (own.Devices.All.Any(d => d.Kind == DeviceKind.Phone))
            yield return FactorKind.Phone;
        if (own.Skey is { IsUsedUp: false })
            yield return FactorKind.Skey;
        if (own.WebOtp.IsLive(now))
            yield return FactorKind.WebOtp;
        if (!own.RecoveryCodes.Left.IsEmpty)
            yield return FactorKind.RecoveryCode;
        if (own.Bypass?.Expires > now)
            yield return FactorKind.BypassCode;
    }
}

/// <summary>All registered people in short, by name. To read them all means to unseal them all, so the list is kept for half a minute, or until a change is made here.</summary>
internal sealed class PeopleLines(IPeople people, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim reading = new(1);
    private volatile CachedLines? current;
    private volatile int changes;

    public async ValueTask<IReadOnlyList<PersonLine>> AllAsync(CancellationToken cancel)
    {
        if (FreshOnes() is { } fresh)
            return fresh;

        await reading.WaitAsync(cancel);
        try
        {
            if (FreshOnes() is { } meanwhile)
                return meanwhile;

            var (before, readAt, now) = (changes, clock.GetTimestamp(), clock.GetUtcNow());
            var lines = new List<PersonLine>();
            await foreach (var person in people.RegisteredAsync(cancel))
                lines.Add(PersonLine.Of(person, now));
            current = changes == before ? new CachedLines(lines, readAt) : null;
            return lines;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>To be called after a change.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref changes);
        current = null;
    }

    public void Dispose() => reading.Dispose();

    private List<PersonLine>? FreshOnes() =>
        current is { } snapshot && clock.GetElapsedTime(snapshot.ReadAt) < Fresh ? snapshot.Lines : null;

    private sealed record CachedLines(List<PersonLine> Lines, long ReadAt);
}
