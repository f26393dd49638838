namespace Sallyport.Rules.Budgets;

/// <summary>The answer that a network sent last, so that the same one again is known for it: not looked at, and no second guess.</summary>
/// <param name="Mark">Sixteen bits of a keyed hash: enough to know it again, too little to find it out.</param>
/// <param name="At">When it was judged.</param>
/// <param name="Was">What it was.</param>
public sealed record JudgedAnswer(int Mark, DateTimeOffset At, JudgedAs Was)
{
    /// <summary>For so long after it was judged: a connection's time and a little more.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    internal bool Is(int mark, DateTimeOffset now) => Mark == mark && (now - At).Duration() < Remembered;
}

/// <summary>Stored by number: only ever added to.</summary>
public enum JudgedAs
{
    Wrong = 0,
    Right = 1,
}
