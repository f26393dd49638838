namespace Sallyport.Rules.Factors.Skey;

/// <summary>
/// What the authority keeps of a sheet: enough to check the next line, too little to know it. A line counts once: the sequence
/// that <see cref="Try"/> returns asks for the line below, and neither that line nor any above it fits again.
/// </summary>
/// <param name="Algorithm">The hash of the sheet.</param>
/// <param name="Seed">The seed of the sheet.</param>
/// <param name="Line">The line to ask for next, which is also how many are left; 0 when the sheet is used up.</param>
/// <param name="LastHash">The value of the line above <paramref name="Line"/>, the last one accepted.</param>
public sealed record SkeySequence(SkeyAlgorithm Algorithm, SkeySeed Seed, int Line, SkeyHash LastHash)
{
    /// <summary>Whether the sheet grew from a pass phrase that its person knows, so that a calculator can give its lines.</summary>
    public bool IsCalculated { get; init; }

    /// <summary>RFC 2289 section 6's challenge, such as <c>otp-sha1 487 do12345</c>.</summary>
    public string Challenge => $"{SkeyAlgorithmName.Of(Algorithm)} {Line} {Seed}";

    /// <summary>No line is left; only a new sheet helps.</summary>
    public bool IsUsedUp => Line <= 0;

    /// <summary>
    /// The sequence moved on by one if <paramref name="answer"/> is line <see cref="Line"/> as words or in hexadecimal; null if not.
    /// </summary>
    public SkeySequence? Try(string answer)
    {
        SkeySequence? movedOn = null;
        foreach (var reading in SkeyAnswer.Read(answer))
        {
            if (reading.Next(Algorithm).EqualsInFixedTime(LastHash) && !IsUsedUp)
                movedOn = this with { Line = Line - 1, LastHash = reading };
        }

        return movedOn;
    }
}
