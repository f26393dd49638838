namespace Sallyport.Rules.Factors.Passcodes;

/// <summary>A code from an administrator that replaces the second factor a limited number of times, until it expires.</summary>
/// <param name="Code">The code.</param>
/// <param name="UsesLeft">1 to 100.</param>
/// <param name="Expires">From when on it is worth nothing.</param>
public sealed record BypassCode(PasscodeHash Code, int UsesLeft, DateTimeOffset Expires)
{
    /// <summary>What <see cref="IsAllowed"/> allows, in words.</summary>
    public const string Allowed = "a bypass code has 1 to 100 uses and is valid for at most 30 days";

    /// <summary>Whether a code of so many uses may live for so many hours.</summary>
    public static bool IsAllowed(int uses, double hours) => uses is >= 1 and <= 100 && hours is > 0 and <= 24 * 30;

    /// <summary>Whether the answer is this code and it still counts.</summary>
    public bool Matches(string answer, DateTimeOffset now) => Code.Matches(answer) & UsesLeft > 0 & Expires > now;

    /// <summary>What is left after one more use, or null when that was the last.</summary>
    public BypassCode? Used() => UsesLeft > 1 ? this with { UsesLeft = UsesLeft - 1 } : null;
}
