using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Rules.Factors.Skey;

/// <summary>One line of a sheet.</summary>
/// <param name="Number">What the login asks for.</param>
/// <param name="Words">Six words, upper case, one space between.</param>
public sealed record SkeyLine(int Number, string Words)
{
    /// <summary>The number alone.</summary>
    public override string ToString() => $"(skey line {Number})";
}

/// <summary>A sheet to print and hand over, and what the authority keeps of it. Nothing on it prints by itself.</summary>
public sealed class SkeySheet
{
    /// <summary>Lines at most.</summary>
    public const int MaxLines = 9999;

    /// <summary>Lines of a sheet when nobody says otherwise.</summary>
    public const int DefaultLines = 500;

    private SkeySheet(IReadOnlyList<SkeyLine> lines, SkeySequence start)
    {
        Lines = lines;
        Start = start;
    }

    /// <summary>In the order in which they are asked for: the highest number first, 1 last.</summary>
    public IReadOnlyList<SkeyLine> Lines { get; }

    /// <summary>What to store; it asks for the first of <see cref="Lines"/>.</summary>
    public SkeySequence Start { get; }

    /// <summary>Makes a sheet (RFC 2289 section 6: initial step on seed and pass phrase, then one hash for each line).</summary>
    /// <param name="algorithm">The hash; <see cref="SkeyAlgorithm.Sha1"/> for new sheets.</param>
    /// <param name="seed">Other than that of any earlier sheet with the same pass phrase.</param>
    /// <param name="passphrase">The caller's to dispose.</param>
    /// <param name="lines">1 to 9999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of lines.</exception>
    public static SkeySheet Generate(SkeyAlgorithm algorithm, SkeySeed seed, SkeyPassphrase passphrase, int lines)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lines, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines, MaxLines);

        var sheet = new SkeyLine[lines];
        var hash = Initial(algorithm, seed, passphrase.Bytes).Next(algorithm);
        for (var number = 1; number <= lines; number++)
        {
            sheet[lines - number] = new(number, hash.ToWords());
            hash = hash.Next(algorithm);
        }

        return new(sheet, new(algorithm, seed, lines, hash) { IsCalculated = passphrase.IsOwn });
    }

    /// <summary>Names the sheet, shows no line of it.</summary>
    public override string ToString() => $"(skey sheet {Start.Seed})";

    /// <summary>The value of line 0, which no sheet carries: the initial step (RFC 2289 section 6).</summary>
    internal static SkeyHash Initial(SkeyAlgorithm algorithm, SkeySeed seed, ReadOnlySpan<byte> passphrase)
    {
        Span<byte> joined = stackalloc byte[SkeySeed.MaxLength + SkeyPassphrase.MaxLength];
        var length = Encoding.ASCII.GetBytes(seed.Text, joined);
        passphrase.CopyTo(joined[length..]);
        length += passphrase.Length;
        var hash = SkeyHash.Fold(algorithm, joined[..length]);
        CryptographicOperations.ZeroMemory(joined);
        return hash;
    }
}
