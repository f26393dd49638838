using System.Collections.Immutable;

namespace Sallyport.Rules.Budgets;

/// <summary>Wrong codes that are counted together: of one network, or of all never-successful ones.</summary>
/// <param name="Failures">When those came that count towards the next lockout; fewer than its limit.</param>
/// <param name="LockedUntil">Until when nothing that can be guessed is looked at.</param>
/// <param name="LongRun">How many there were in the long run.</param>
internal readonly record struct FailureTally(ImmutableArray<DateTimeOffset> Failures, DateTimeOffset? LockedUntil, LongRun LongRun)
{
    /// <summary>
    /// With one more. A lockout lasts from the latest failure, which is not this one when the clock was set back: setting a clock back opens
    /// nothing, and neither does a failure during a lockout.
    /// </summary>
    public (FailureTally Next, bool Locks) Fail(int limit, BudgetPolicy policy, DateTimeOffset now)
    {
        var longRun = LongRun.Add(now, policy);
        var lockout = longRun.Lockout(limit, policy, now);
        ImmutableArray<DateTimeOffset> failures = [.. Failures.Where(at => now - at < lockout), now];
        if (failures.Length < limit)
            return (new FailureTally(failures, LockedUntil > now ? LockedUntil : null, longRun), false);

        var until = failures.Max() + lockout;
        return (new FailureTally(ImmutableArray<DateTimeOffset>.Empty, LockedUntil > until ? LockedUntil : until, longRun), true);
    }

    /// <summary>Whether nothing of it would change what comes next.</summary>
    public bool IsOver(int limit, BudgetPolicy policy, DateTimeOffset now)
    {
        var counts = LongRun.Lockout(limit, policy, now);
        return !(LockedUntil > now) && LongRun.CountAt(now, policy) <= 0 && Failures.All(at => now - at >= counts);
    }
}
