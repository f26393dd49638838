using System.Collections.Immutable;

namespace Sallyport.Rules.Factors.Passcodes;

/// <summary>The recovery codes a person has left: each opens one login, and a new set replaces the old.</summary>
public sealed record RecoveryCodes(ImmutableArray<PasscodeHash> Left)
{
    /// <summary>How many a set has.</summary>
    public const int InASet = 10;

    public static readonly RecoveryCodes None = new(ImmutableArray<PasscodeHash>.Empty);

    /// <summary>The codes without the one that the answer is, or null when it is none of them. Looks at all of them either way.</summary>
    public RecoveryCodes? Use(string answer)
    {
        PasscodeHash? found = null;
        foreach (var code in Left)
        {
            if (code.Matches(answer))
                found = code;
        }

        return found is null ? null : new RecoveryCodes(Left.Remove(found));
    }
}
