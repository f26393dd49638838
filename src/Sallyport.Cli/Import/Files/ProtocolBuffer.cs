using System.Buffers.Binary;

namespace Sallyport.Cli.Import.Files;

/// <summary>The fields of a protocol buffer message, in their order.</summary>
internal static class ProtocolBuffer
{
    /// <param name="Number">The field's number.</param>
    /// <param name="Value">A number; 0 for bytes.</param>
    /// <param name="Bytes">Bytes, a text or a message within; null for a number.</param>
    internal readonly record struct Field(int Number, long Value, ReadOnlyMemory<byte>? Bytes);

    /// <exception cref="InvalidDataException">The message is cut short or of a kind that nobody writes any more.</exception>
    public static List<Field> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<Field>();
        while (message.Length > 0)
        {
            var tag = Variable(ref message);
            var number = (int)(tag >> 3) & 0x1fffffff;
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new(number, (long)Variable(ref message), null));
                    break;
                case 1:
                    fields.Add(new(number, BinaryPrimitives.ReadInt64LittleEndian(Take(ref message, 8).Span), null));
                    break;
                case 2:
                    fields.Add(new(number, 0, Take(ref message, Variable(ref message))));
                    break;
                case 5:
                    fields.Add(new(number, BinaryPrimitives.ReadInt32LittleEndian(Take(ref message, 4).Span), null));
                    break;
                default:
                    throw new InvalidDataException("a group in a protocol buffer");
            }
        }

        return fields;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, ulong length)
    {
        if (length > (ulong)message.Length)
            throw new InvalidDataException("a protocol buffer is cut short");
        var taken = message[..(int)length];
        message = message[(int)length..];
        return taken;
    }

    private static ulong Variable(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(ref message, 1).Span[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw new InvalidDataException("a number in a protocol buffer does not end");
    }
}
