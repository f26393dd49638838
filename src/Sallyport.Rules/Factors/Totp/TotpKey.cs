using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Rules.Factors.Totp;

/// <summary>
/// The key that the authority and the app share, and how its codes are made (RFC 6238). That a code was right is all it says; whether
/// its step was used before is for <see cref="TotpEnrolment"/>. It does not print; <see cref="ToBase32"/> shows it on purpose.
/// </summary>
public sealed class TotpKey : IEquatable<TotpKey>
{
    /// <summary>Bytes of a key made here: 160 bits, what RFC 4226 section 4 (R6) recommends.</summary>
    public const int LeastBytes = 20;

    /// <summary>Bytes of a key made elsewhere: 128 bits, the least R6 allows, and what google-authenticator makes.</summary>
    public const int LeastImportedBytes = 16;

    /// <summary>Bytes of a key that R6 forbids and old authenticator apps have: 80 bits, taken over only where an administrator asks for it.</summary>
    public const int LeastWeakBytes = 10;

    /// <summary>Bytes at most: HMAC-SHA-512's block.</summary>
    public const int MostBytes = 128;

    /// <summary>Seconds in a step.</summary>
    public const int PeriodSeconds = 30;

    /// <summary>Steps either side at most: ten minutes, for finding out how far a clock is off.</summary>
    public const int WidestWindow = 20;

    private readonly byte[] bytes;

    /// <summary>A key that exists: read back from the store, or made by another program. The bytes are copied.</summary>
    /// <param name="bytes">10 to 128; the import of a key of fewer than 16 asks first, see <see cref="IsWeak"/>.</param>
    /// <param name="algorithm">The hash.</param>
    /// <param name="digits">6 or 8.</param>
    /// <exception cref="ArgumentException">Too short, too long, no such hash, or digits other than 6 or 8.</exception>
    public TotpKey(ReadOnlySpan<byte> bytes, TotpAlgorithm algorithm = TotpAlgorithm.Sha1, int digits = 6)
    {
        if (bytes.Length is < LeastWeakBytes or > MostBytes)
            throw new ArgumentException($"a TOTP key has {LeastWeakBytes} to {MostBytes} bytes", nameof(bytes));
        if (digits is not (6 or 8))
            throw new ArgumentException("a TOTP code has 6 or 8 digits", nameof(digits));
        if (!Enum.IsDefined(algorithm))
            throw new ArgumentException("not a TOTP hash", nameof(algorithm));
        (this.bytes, Algorithm, Digits) = (bytes.ToArray(), algorithm, digits);
    }

    /// <summary>The hash.</summary>
    public TotpAlgorithm Algorithm { get; }

    /// <summary>How long its codes are: 6 or 8.</summary>
    public int Digits { get; }

    /// <summary>How long a code lasts: 30 s.</summary>
    public TimeSpan Period { get; } = TimeSpan.FromSeconds(PeriodSeconds);

    /// <summary>The key's length in bits.</summary>
    public int Bits => bytes.Length * 8;

    /// <summary>Shorter than 160 bits, so made elsewhere: worth replacing by a new enrolment.</summary>
    public bool IsShort => bytes.Length < LeastBytes;

    /// <summary>Shorter than the 128 bits that RFC 4226 section 4 (R6) demands.</summary>
    public bool IsWeak => bytes.Length < LeastImportedBytes;

    /// <summary>A key for a new enrolment: 160 bits or more.</summary>
    /// <param name="random">20 to 128 bytes of a cryptographic generator.</param>
    /// <param name="algorithm">The hash.</param>
    /// <param name="digits">6 or 8.</param>
    /// <exception cref="ArgumentException">Too short, too long, no such hash, or digits other than 6 or 8.</exception>
    public static TotpKey New(ReadOnlySpan<byte> random, TotpAlgorithm algorithm, int digits) => random.Length >= LeastBytes
        ? new(random, algorithm, digits)
        : throw new ArgumentException($"a new TOTP key has at least {LeastBytes} bytes", nameof(random));

    /// <summary>The key itself, to show or store it.</summary>
    public ReadOnlySpan<byte> Reveal() => bytes;

    /// <summary>The key as apps take it when typed.</summary>
    public string ToBase32() => Base32.Encode(bytes);

    /// <summary>The step that <paramref name="now"/> lies in (RFC 6238 section 4.2, T0 = 0).</summary>
    public long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / (long)Period.TotalSeconds;

    /// <summary>The code of a time step (RFC 4226 section 5.3).</summary>
    public string CodeAt(long step)
    {
        Span<byte> code = stackalloc byte[Digits];
        Hotp.Write(bytes, Algorithm, step, code);
        return Encoding.ASCII.GetString(code);
    }

    /// <summary>
    /// How many steps off the answer is (spaces and hyphens in it do not count), or null if it is no code of the window. Always works
    /// through the whole window, whatever the answer is. Should two steps share a code, it is the earlier, so that a used code stays used.
    /// </summary>
    /// <param name="answer">What the person typed.</param>
    /// <param name="now">The authority's time.</param>
    /// <param name="window">Steps either side of the present one, 0 to 20.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window.</exception>
    public int? Match(string answer, DateTimeOffset now, int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, WidestWindow);

        Span<byte> given = stackalloc byte[Digits];
        Span<byte> expected = stackalloc byte[Digits];
        var readable = TotpAnswer.Read(answer, given);
        var present = StepAt(now);
        int? match = null;
        for (var offset = window; offset >= -window; offset--)
        {
            Hotp.Write(bytes, Algorithm, present + offset, expected);
            if (CryptographicOperations.FixedTimeEquals(given, expected) & readable)
                match = offset;
        }

        return match;
    }

    /// <summary>Compares the keys in a time that does not depend on them.</summary>
    public bool Equals(TotpKey? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(bytes, other.bytes) && (Algorithm, Digits) == (other.Algorithm, other.Digits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TotpKey);

    /// <summary>Of what is not secret.</summary>
    public override int GetHashCode() => HashCode.Combine(bytes.Length, Algorithm, Digits);

    /// <summary>Says how long the key is, not what it is.</summary>
    public override string ToString() => $"(TOTP key of {Bits} bits)";
}
