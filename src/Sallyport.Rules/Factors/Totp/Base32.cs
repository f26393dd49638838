namespace Sallyport.Rules.Factors.Totp;

/// <summary>Base32 (RFC 4648 section 6), as keys are shown to people and carried in otpauth URIs.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerCharacter = 5;

    /// <summary>Upper case, without padding: authenticator apps want none, and it only lengthens the QR code.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[((bytes.Length * 8) + BitsPerCharacter - 1) / BitsPerCharacter];
        var (held, bits, at) = (0u, 0, 0);
        foreach (var value in bytes)
        {
            held = (held << 8) | value;
            for (bits += 8; bits >= BitsPerCharacter; bits -= BitsPerCharacter)
                characters[at++] = Alphabet[(int)(held >> (bits - BitsPerCharacter)) & 31];
        }

        if (bits > 0)
            characters[at] = Alphabet[(int)(held << (BitsPerCharacter - bits)) & 31];
        return new string(characters);
    }

    /// <summary>
    /// Reads upper or lower case, with spaces or hyphens anywhere, padding or none. Null for any other character, for padding
    /// before the end, and for a length that no whole number of bytes has: then a character was lost.
    /// </summary>
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length * BitsPerCharacter / 8];
        var (held, bits, count, length, padded) = (0u, 0, 0, 0, false);
        foreach (var c in text)
        {
            if (c is ' ' or '-')
                continue;
            padded |= c == '=';
            if (c == '=')
                continue;

            var value = Value(c);
            if (value < 0 || padded)
                return null;
            held = (held << BitsPerCharacter) | (uint)value;
            bits += BitsPerCharacter;
            count++;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[length++] = (byte)(held >> bits);
        }

        return count % 8 is 1 or 3 or 6 ? null : bytes[..length];
    }

    private static int Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a',
        >= '2' and <= '7' => c - '2' + 26,
        _ => -1,
    };
}
