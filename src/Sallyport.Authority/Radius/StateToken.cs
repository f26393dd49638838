using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sallyport.Authority.Radius;

/// <summary>The State of one challenge: 128 random bits.</summary>
internal readonly record struct StateToken(UInt128 Value)
{
    public const int Size = 16;

    public static StateToken New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return new StateToken(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>A State that came back; one of another length was never ours and is nobody's token.</summary>
    public static StateToken Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new StateToken(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : default;

    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
}
