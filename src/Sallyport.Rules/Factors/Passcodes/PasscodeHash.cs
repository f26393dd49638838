using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Rules.Factors.Passcodes;

/// <summary>A code that was handed out, of which only the salted SHA-256 is kept.</summary>
public sealed record PasscodeHash(ImmutableArray<byte> Salt, ImmutableArray<byte> Hash)
{
    public const int SaltLength = 16;

    /// <exception cref="ArgumentException">The code is not one that <see cref="PasscodeText.Normalise"/> reads.</exception>
    public static PasscodeHash Of(string code, ReadOnlySpan<byte> salt)
    {
        var normal = PasscodeText.Normalise(code) ?? throw new ArgumentException("a passcode has letters and digits only", nameof(code));
        return new PasscodeHash([.. salt], [.. Digest(salt, normal)]);
    }

    /// <summary>Whether the answer is this code; takes the same time for every answer of the same length.</summary>
    public bool Matches(string answer)
    {
        var normal = PasscodeText.Normalise(answer);
        var digest = Digest(Salt.AsSpan(), normal ?? string.Empty);
        return CryptographicOperations.FixedTimeEquals(digest, Hash.AsSpan()) & normal is not null;
    }

    public override string ToString() => "PasscodeHash";

    private static byte[] Digest(ReadOnlySpan<byte> salt, string code)
    {
        Span<byte> input = stackalloc byte[salt.Length + Encoding.UTF8.GetMaxByteCount(code.Length)];
        salt.CopyTo(input);
        var length = salt.Length + Encoding.UTF8.GetBytes(code, input[salt.Length..]);
        return SHA256.HashData(input[..length]);
    }
}
