using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Rules.Factors.Skey;

/// <summary>
/// The secret that a sheet grows from: 10 to 63 characters of printable ASCII (RFC 2289 section 6). It lives as long as it
/// takes to make the sheet, does not print, and is wiped when disposed.
/// </summary>
public sealed class SkeyPassphrase : IDisposable
{
    /// <summary>Characters at least.</summary>
    public const int MinLength = 10;

    /// <summary>Characters at most.</summary>
    public const int MaxLength = 63;

    /// <summary>Random bytes at least, for a pass phrase nobody needs to remember.</summary>
    public const int MinEntropyBytes = 16;

    private readonly byte[] bytes;

    private SkeyPassphrase(byte[] bytes) => this.bytes = bytes;

    /// <summary>Whether it is a person's own, which a calculator can be given.</summary>
    public bool IsOwn { get; private init; }

    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>A pass phrase of the user's own; null if it is too short, too long, or not printable ASCII.</summary>
    public static SkeyPassphrase? Parse(string text) =>
        text.Length is >= MinLength and <= MaxLength && text.All(c => c is >= ' ' and <= '~') ? new(Encoding.ASCII.GetBytes(text)) { IsOwn = true } : null;

    /// <summary>A pass phrase of random bytes, written in hexadecimal.</summary>
    /// <param name="entropy">16 to 31 bytes of a cryptographic generator.</param>
    /// <exception cref="ArgumentException">Fewer than 16 bytes, or more than 31.</exception>
    public static SkeyPassphrase FromEntropy(ReadOnlySpan<byte> entropy)
    {
        if (entropy.Length is < MinEntropyBytes or > MaxLength / 2)
            throw new ArgumentException("a random pass phrase needs 16 to 31 bytes", nameof(entropy));

        var hex = new byte[2 * entropy.Length];
        Convert.TryToHexStringLower(entropy, hex, out _);
        return new(hex);
    }

    /// <summary>Wipes it.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);

    /// <summary>Says that there is a pass phrase, not which.</summary>
    public override string ToString() => "(skey pass phrase)";
}
