using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Rules.Factors.Totp;

/// <summary>A TOTP key with its parameters (RFC 6238). It does not print.</summary>
public sealed class TotpKey
{
    /// <summary>RFC 4226 section 4, R6: the length that SHA-1 is strong with.</summary>
    public const int LeastBytes = 20;

    private readonly byte[] bytes;

    /// <exception cref="ArgumentException">Fewer than 20 bytes, or digits other than 6 or 8.</exception>
    public TotpKey(ReadOnlySpan<byte> bytes, TotpAlgorithm algorithm = TotpAlgorithm.Sha1, int digits = 6)
    {
        if (bytes.Length < LeastBytes)
            throw new ArgumentException("a TOTP key has at least 20 bytes", nameof(bytes));
        if (digits is not (6 or 8))
            throw new ArgumentException("a TOTP code has 6 or 8 digits", nameof(digits));
        (this.bytes, Algorithm, Digits) = (bytes.ToArray(), algorithm, digits);
    }

    public TotpAlgorithm Algorithm { get; }

    public int Digits { get; }

    public TimeSpan Period { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The key itself, for who must show or store it.</summary>
    public ReadOnlySpan<byte> Reveal() => bytes;

    public long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / (long)Period.TotalSeconds;

    /// <summary>The code of a time step (RFC 4226 section 5.3).</summary>
    public string CodeAt(long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[64];
        var length = Algorithm switch
        {
            TotpAlgorithm.Sha1 => HMACSHA1.HashData(bytes, counter, mac),
            TotpAlgorithm.Sha256 => HMACSHA256.HashData(bytes, counter, mac),
            TotpAlgorithm.Sha512 => HMACSHA512.HashData(bytes, counter, mac),
            _ => throw new InvalidOperationException(),
        };
        var offset = mac[length - 1] & 15;
        var binary = BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & int.MaxValue;
        return (binary % (Digits == 6 ? 1_000_000 : 100_000_000)).ToString("D" + Digits);
    }

    /// <summary>How many steps off the answer is, or null. All of the window is computed for every answer.</summary>
    public int? Match(string answer, DateTimeOffset now, int window)
    {
        var typed = Encoding.UTF8.GetBytes(answer.Replace(" ", string.Empty, StringComparison.Ordinal));
        int? match = null;
        for (var offset = -window; offset <= window; offset++)
        {
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.UTF8.GetBytes(CodeAt(StepAt(now) + offset))))
                match ??= offset;
        }

        return match;
    }

    public override string ToString() => "(TOTP key)";
}

/// <summary>The hash of a TOTP key; stored by number: only ever added to.</summary>
public enum TotpAlgorithm
{
    Sha1 = 1,
    Sha256 = 2,
    Sha512 = 3,
}
