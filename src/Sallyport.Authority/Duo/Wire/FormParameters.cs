using System.Buffers;
using System.Text;

namespace Sallyport.Authority.Duo.Wire;

/// <summary>Why a form body or query string was refused.</summary>
internal enum FormFault
{
    None,
    TooLong,
    TooManyParameters,
    BadPercentEncoding,
    NoName,
    NameTwice,
}

/// <summary>
/// The parameters of a request (application/x-www-form-urlencoded). Values are bytes: the signature covers them as they are, valid UTF-8 or not.
/// </summary>
internal sealed class FormParameters
{
    /// <summary>What every call fits into.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>What a call with the command fits into: sshd lets 128 KiB of command through, and clients encode it twice, so that a byte becomes <c>%25XX</c>.</summary>
    public const int MaxBytesWithCommand = (5 * 128 * 1024) + MaxBytes;

    public const int MaxParameters = 32;

    public static readonly FormParameters Empty = new([]);

    private readonly SortedDictionary<string, byte[]> values;

    private byte[]? canonical;

    private FormParameters(SortedDictionary<string, byte[]> values) => this.values = values;

    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    public int Count => values.Count;

    /// <summary>Reads <c>name=value&amp;…</c>; <c>+</c> is a space, percent-encoding must be whole, a name may stand once.</summary>
    public static FormFault TryParse(ReadOnlySpan<byte> text, out FormParameters parameters, int most = MaxBytes)
    {
        parameters = Empty;
        if (text.IsEmpty)
            return FormFault.None;
        if (text.Length > most)
            return FormFault.TooLong;

        var read = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            var equals = pair.IndexOf((byte)'=');
            if (equals <= 0)
                return FormFault.NoName;
            if (read.Count == MaxParameters)
                return FormFault.TooManyParameters;
            if (!TryDecode(pair[..equals], out var name) || !TryDecode(pair[(equals + 1)..], out var value))
                return FormFault.BadPercentEncoding;
            // Latin-1 keeps every byte of a name; names we know are ASCII.
            if (!read.TryAdd(Encoding.Latin1.GetString(name), value))
                return FormFault.NameTwice;
        }
        parameters = new(read);
        return FormFault.None;
    }

    /// <summary>For parameters that did not come as a form (JSON bodies of signature form 5).</summary>
    public static FormParameters From(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var given = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
            given[name] = Encoding.UTF8.GetBytes(value);
        return new(given);
    }

    /// <summary>In the order of their bytes.</summary>
    public IEnumerable<string> Names => values.Keys;

    /// <summary>How much all values hold together.</summary>
    public int ValueBytes => values.Values.Sum(value => value.Length);

    /// <summary>The same without one of them.</summary>
    public FormParameters Without(string name) =>
        values.ContainsKey(name) ? new(new(values.Where(pair => pair.Key != name).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal)) : this;

    /// <summary>The bytes of a name.</summary>
    public static byte[] BytesOf(string name) => Encoding.Latin1.GetBytes(name);

    /// <summary>The value as it came, or null when it is absent or empty.</summary>
    public byte[]? FindBytes(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The value as text, or null when it is absent or empty. Bytes that are no UTF-8 come out as U+FFFD, which no code contains.</summary>
    public string? Find(string name) => FindBytes(name) is { } value ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The canonical form that signatures cover: sorted by name, RFC 3986 unreserved bytes as they are, every other as %XX.</summary>
    public string ToCanonicalString() => Encoding.ASCII.GetString(ToCanonicalBytes());

    /// <summary>The same in bytes.</summary>
    public ReadOnlySpan<byte> ToCanonicalBytes() => canonical ??= Encode(values);

    private static byte[] Encode(SortedDictionary<string, byte[]> values)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in values)
        {
            if (text.WrittenCount > 0)
                text.Write("&"u8);
            Write(text, BytesOf(name));
            text.Write("="u8);
            Write(text, value);
        }
        return text.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> bytes)
    {
        var to = text.GetSpan(3 * bytes.Length);
        var written = 0;
        foreach (var b in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                to[written++] = b;
            }
            else
            {
                (to[written], to[written + 1], to[written + 2]) = ((byte)'%', Hex[b >> 4], Hex[b & 15]);
                written += 3;
            }
        }
        text.Advance(written);
    }

    private static bool TryDecode(ReadOnlySpan<byte> encoded, out byte[] decoded)
    {
        decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var b = encoded[i];
            if (b == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[i + 1]) || !char.IsAsciiHexDigit((char)encoded[i + 2]))
                    return false;
                b = (byte)((FromHex(encoded[i + 1]) << 4) | FromHex(encoded[i + 2]));
                i += 2;
            }
            else if (b == '+')
            {
                b = (byte)' ';
            }
            decoded[length++] = b;
        }
        Array.Resize(ref decoded, length);
        return true;
    }

    private static int FromHex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
