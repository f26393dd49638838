using System.Security.Cryptography;

namespace Sallyport.Authority.Radius;

/// <summary>User-Password hiding (RFC 2865 section 5.2): each block is XORed with MD5(secret + the hidden block before it).</summary>
internal static class UserPassword
{
    /// <summary>Writes what was typed, without the NUL padding at its end, and returns its length, 0 to 128.</summary>
    /// <param name="hidden">Whole blocks of 16 bytes.</param>
    /// <param name="plain">At least as long as <paramref name="hidden"/>.</param>
    public static int Reveal(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret, Span<byte> plain)
    {
        Cover(hidden, hidden, authenticator, secret, plain);
        return plain[..hidden.Length].TrimEnd((byte)0).Length;
    }

    /// <summary>Hides what a client would send, padded with NULs; returns the length, 16 to 128. More than 128 bytes are cut, as clients do.</summary>
    public static int Hide(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret, Span<byte> hidden)
    {
        var kept = Math.Min(plain.Length, WireSizes.MostPassword);
        var length = Math.Max(1, (kept + WireSizes.PasswordBlock - 1) / WireSizes.PasswordBlock) * WireSizes.PasswordBlock;
        Span<byte> padded = stackalloc byte[WireSizes.MostPassword];
        padded.Clear();
        plain[..kept].CopyTo(padded);
        Cover(padded[..length], hidden, authenticator, secret, hidden);
        return length;
    }

    private static void Cover(
        ReadOnlySpan<byte> input, ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> authenticator, ReadOnlySpan<byte> secret, Span<byte> output)
    {
        var size = secret.Length + WireSizes.Authenticator;
        var hashed = size <= 256 ? stackalloc byte[size] : new byte[size];
        Span<byte> mask = stackalloc byte[MD5.HashSizeInBytes];
        secret.CopyTo(hashed);
        for (var at = 0; at < input.Length; at += WireSizes.PasswordBlock)
        {
            var before = at == 0 ? authenticator : hidden.Slice(at - WireSizes.PasswordBlock, WireSizes.PasswordBlock);
            before.CopyTo(hashed[secret.Length..]);
            MD5.HashData(hashed, mask);
            for (var i = 0; i < WireSizes.PasswordBlock; i++)
                output[at + i] = (byte)(input[at + i] ^ mask[i]);
        }
    }
}
