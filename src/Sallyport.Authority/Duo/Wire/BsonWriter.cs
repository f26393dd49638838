using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sallyport.Authority.Duo.Wire;

/// <summary>Writes answers as BSON 1.1 documents, with the element types that libduo 1.11.3 walks over: string, document, array, int32, int64.</summary>
internal static class BsonWriter
{
    internal const byte TypeString = 0x02;
    internal const byte TypeDocument = 0x03;
    internal const byte TypeArray = 0x04;
    internal const byte TypeInt32 = 0x10;
    internal const byte TypeInt64 = 0x12;

    /// <exception cref="ArgumentException">A name or a text holds a NUL, which would end it early in the reader.</exception>
    public static byte[] Write(DuoDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        WriteDocument(buffer, document);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteDocument(ArrayBufferWriter<byte> buffer, IEnumerable<KeyValuePair<string, DuoValue>> pairs)
    {
        var inner = new ArrayBufferWriter<byte>(256);
        foreach (var (name, value) in pairs)
            WriteElement(inner, name, value);
        WriteInt32(buffer, 4 + inner.WrittenCount + 1);
        buffer.Write(inner.WrittenSpan);
        WriteByte(buffer, 0);
    }

    private static void WriteElement(ArrayBufferWriter<byte> buffer, string name, DuoValue value)
    {
        switch (value)
        {
            case DuoValue.Text text:
                WriteHead(buffer, TypeString, name);
                WriteInt32(buffer, Encoding.UTF8.GetByteCount(text.Value) + 1);
                WriteCString(buffer, text.Value);
                break;
            case DuoValue.Number { Value: >= int.MinValue and <= int.MaxValue } number:
                WriteHead(buffer, TypeInt32, name);
                WriteInt32(buffer, (int)number.Value);
                break;
            case DuoValue.Number number:
                WriteHead(buffer, TypeInt64, name);
                BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), number.Value);
                buffer.Advance(8);
                break;
            case DuoValue.Document document:
                WriteHead(buffer, TypeDocument, name);
                WriteDocument(buffer, document.Value);
                break;
            case DuoValue.List list:
                WriteHead(buffer, TypeArray, name);
                WriteDocument(buffer, list.Values.Select((item, index) => KeyValuePair.Create($"{index}", item)));
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} has no BSON form", nameof(value));
        }
    }

    private static void WriteHead(ArrayBufferWriter<byte> buffer, byte type, string name)
    {
        WriteByte(buffer, type);
        WriteCString(buffer, name);
    }

    private static void WriteCString(ArrayBufferWriter<byte> buffer, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("a NUL would end this text early in the reader", nameof(text));
        Encoding.UTF8.GetBytes(text, buffer);
        WriteByte(buffer, 0);
    }

    private static void WriteInt32(ArrayBufferWriter<byte> buffer, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    private static void WriteByte(ArrayBufferWriter<byte> buffer, byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }
}
