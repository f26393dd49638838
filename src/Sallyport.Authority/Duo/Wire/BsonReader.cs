using System.Buffers.Binary;
using System.Text;

namespace Sallyport.Authority.Duo.Wire;

/// <summary>Reads what <see cref="BsonWriter"/> writes, strictly: exact lengths, valid UTF-8, no NUL inside, no name twice, bounded size and depth.</summary>
internal ref struct BsonReader
{
    public const int MaxBytes = 64 * 1024;
    public const int MaxDepth = 8;

    private ReadOnlySpan<byte> rest;

    private BsonReader(ReadOnlySpan<byte> bytes) => rest = bytes;

    /// <summary>The document, or null when the bytes are anything but one whole document.</summary>
    public static DuoDocument? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            return null;
        var reader = new BsonReader(bytes);
        return reader.TryReadDocument(MaxDepth, out var document) && reader.rest.IsEmpty ? document : null;
    }

    private bool TryReadDocument(int depth, out DuoDocument document)
    {
        document = [];
        var start = rest;
        if (depth == 0 || !TryReadInt32(out var length) || length < 5 || length > start.Length)
            return false;

        var names = new HashSet<string>(StringComparer.Ordinal);
        var after = start[length..];
        rest = start[4..length];
        while (TryReadByte(out var type))
        {
            if (type == 0)
            {
                var whole = rest.IsEmpty;
                rest = after;
                return whole;
            }
            if (!TryReadName(out var name) || !names.Add(name) || !TryReadValue(type, depth, out var value))
                return false;
            document.Add(name, value);
        }
        return false;
    }

    private bool TryReadValue(byte type, int depth, out DuoValue value)
    {
        value = 0L;
        switch (type)
        {
            case BsonWriter.TypeString when TryReadText(out var text):
                value = text;
                return true;
            case BsonWriter.TypeInt32 when TryReadInt32(out var number):
                value = (long)number;
                return true;
            case BsonWriter.TypeInt64 when rest.Length >= 8:
                value = BinaryPrimitives.ReadInt64LittleEndian(rest);
                rest = rest[8..];
                return true;
            case BsonWriter.TypeDocument when TryReadDocument(depth - 1, out var document):
                value = document;
                return true;
            case BsonWriter.TypeArray when TryReadDocument(depth - 1, out var items):
                value = new DuoValue.List([.. items.Select(item => item.Value)]);
                return items.Select((item, index) => string.Equals(item.Key, $"{index}", StringComparison.Ordinal)).All(inOrder => inOrder);
            default:
                return false;
        }
    }

    private bool TryReadText(out string text)
    {
        text = "";
        if (!TryReadInt32(out var length) || length < 1 || length > rest.Length || rest[length - 1] != 0)
            return false;
        var bytes = rest[..(length - 1)];
        rest = rest[length..];
        return !bytes.Contains((byte)0) && TryDecode(bytes, out text);
    }

    private bool TryReadName(out string name)
    {
        name = "";
        var end = rest.IndexOf((byte)0);
        if (end < 0 || !TryDecode(rest[..end], out name))
            return false;
        rest = rest[(end + 1)..];
        return true;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        var valid = System.Text.Unicode.Utf8.IsValid(bytes);
        text = valid ? Encoding.UTF8.GetString(bytes) : "";
        return valid;
    }

    private bool TryReadInt32(out int value)
    {
        if (!BinaryPrimitives.TryReadInt32LittleEndian(rest, out value))
            return false;
        rest = rest[4..];
        return true;
    }

    private bool TryReadByte(out byte value)
    {
        value = 0;
        if (rest.IsEmpty)
            return false;
        value = rest[0];
        rest = rest[1..];
        return true;
    }
}
