namespace Sallyport.Gate.Admission;

/// <summary>The arithmetic of penalties: pure, one rule per method.</summary>
internal static class Penalty
{
    /// <summary>
    /// Points per outcome. Whatever can be seen from outside of a wrong login weighs the same: a name that does not exist, one that is locked and a
    /// wrong code, or the penalties would tell which names there are.
    /// </summary>
    public static int Points(LoginOutcome outcome) => outcome switch
    {
        LoginOutcome.Success or LoginOutcome.PasswordNext => 0,
        LoginOutcome.WrongCode or LoginOutcome.WrongUser or LoginOutcome.DeniedPush or LoginOutcome.Refused or LoginOutcome.NoLogin => 1,
        LoginOutcome.NotSsh => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "an outcome without points"),
    };

    /// <summary>Forgets one point per <see cref="PenaltyRules.Forget"/> since the last look.</summary>
    public static void Fade(ref SourceEntry entry, uint now, PenaltyRules rules)
    {
        var step = Math.Max(1, (uint)rules.Forget.TotalSeconds);
        var forgotten = now > entry.ScoreAt ? (now - entry.ScoreAt) / step : 0;
        if (entry.Score == 0 || forgotten >= entry.Score)
            (entry.Score, entry.ScoreAt) = (0, now);
        else
            (entry.Score, entry.ScoreAt) = ((byte)(entry.Score - forgotten), entry.ScoreAt + (forgotten * step));
    }

    /// <summary>Adds points and, past the free ones, a penalty from now on; true when this starts one. What one connection does, if it is the first, costs no
    /// more than <see cref="PenaltyRules.LongestForFirst"/>, and leaves no more points than that.</summary>
    public static bool Add(ref SourceEntry entry, int points, LoginOutcome reason, uint now, PenaltyRules rules, TimeSpan longest)
    {
        Fade(ref entry, now, rules);
        var isFirst = entry.Visits <= 1;
        if (isFirst && longest > rules.LongestForFirst)
            longest = rules.LongestForFirst;
        var top = rules.Free + Doublings(rules.First, isFirst ? rules.LongestForFirst : rules.Longest) + 1;
        entry.Score = (byte)Math.Max(entry.Score, Math.Min(entry.Score + points, Math.Min(top, byte.MaxValue)));
        if (entry.Score <= rules.Free)
            return false;
        var starts = entry.PenaltyUntil <= now;
        entry.PenaltyUntil = Math.Max(entry.PenaltyUntil, now + (uint)Math.Ceiling(Length(entry.Score - rules.Free, rules, longest).TotalSeconds));
        entry.Reason = (byte)reason;
        return starts;
    }

    /// <summary>The <paramref name="nth"/> penalty, counted from 1: doubling, and never past the longest.</summary>
    public static TimeSpan Length(int nth, PenaltyRules rules, TimeSpan longest)
    {
        var length = rules.First.TotalSeconds * Math.Pow(2, Math.Min(nth - 1, 40));
        return TimeSpan.FromSeconds(Math.Min(length, longest.TotalSeconds));
    }

    /// <summary>A connection is let in: the first one since the last failure was forgotten, or a further one. Several at once are several.</summary>
    public static void CountVisit(ref SourceEntry entry, uint now, PenaltyRules rules)
    {
        Fade(ref entry, now, rules);
        entry.Visits = (byte)Math.Min(entry.Score == 0 ? entry.Pending + 1 : entry.Visits + 1, byte.MaxValue);
    }

    private static int Doublings(TimeSpan first, TimeSpan longest) =>
        (int)Math.Ceiling(Math.Log2(Math.Max(1, longest.TotalSeconds / Math.Max(1, first.TotalSeconds))));
}
