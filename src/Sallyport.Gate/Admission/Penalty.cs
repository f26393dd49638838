namespace Sallyport.Gate.Admission;

/// <summary>The arithmetic of penalties: pure, one rule per method.</summary>
internal static class Penalty
{
    /// <summary>Points per outcome. A name that does not exist or a push denied is rarely a slip of the finger.</summary>
    public static int Points(LoginOutcome outcome) => outcome switch
    {
        LoginOutcome.Success => 0,
        LoginOutcome.WrongCode or LoginOutcome.Refused or LoginOutcome.NoLogin => 1,
        LoginOutcome.WrongUser or LoginOutcome.DeniedPush or LoginOutcome.NotSsh => 2,
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

    /// <summary>Adds points and, past the free ones, a penalty from now on; true when this starts one.</summary>
    public static bool Add(ref SourceEntry entry, int points, LoginOutcome reason, uint now, PenaltyRules rules, TimeSpan longest)
    {
        Fade(ref entry, now, rules);
        var top = rules.Free + Doublings(rules) + 1;
        entry.Score = (byte)Math.Clamp(entry.Score + points, 0, Math.Min(top, byte.MaxValue));
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

    private static int Doublings(PenaltyRules rules) =>
        (int)Math.Ceiling(Math.Log2(Math.Max(1, rules.Longest.TotalSeconds / Math.Max(1, rules.First.TotalSeconds))));
}
