namespace SshWith2fa.Checks;

/// <summary>How much a finding matters.</summary>
internal enum Weight
{
    Good,

    /// <summary>Works, but not as it could.</summary>
    Hint,

    /// <summary>Something will fail.</summary>
    Wrong,
}

/// <summary>One result of <c>doctor</c>: what was looked at, and for hints and faults what to do.</summary>
internal sealed record Finding(Weight Weight, string About, string Sentence)
{
    public static Finding Good(string about, string sentence) => new(Weight.Good, about, sentence);

    public static Finding Hint(string about, string sentence) => new(Weight.Hint, about, sentence);

    public static Finding Wrong(string about, string sentence) => new(Weight.Wrong, about, sentence);

    public override string ToString() => $"{Weight switch { Weight.Good => "ok   ", Weight.Hint => "hint ", _ => "WRONG" }}  {About}: {Sentence}";
}
