using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Authority.Portal.Sessions;

/// <summary>What a browser's cookie holds.</summary>
/// <param name="Id">The browser's secret. A sign-in makes a new one, so that one planted before is worth nothing.</param>
/// <param name="Seen">When the browser last showed it.</param>
/// <param name="Name">Who signed in; empty when nobody did.</param>
internal sealed record Ticket(byte[] Id, DateTimeOffset Seen, string Name)
{
    private const byte Format = 1;
    private const int IdLength = 16;
    private const int HeadLength = 1 + IdLength + sizeof(long);

    public static Ticket Anonymous(DateTimeOffset now) => For(string.Empty, now);

    public static Ticket For(string name, DateTimeOffset now) => new(RandomNumberGenerator.GetBytes(IdLength), now, name);

    public byte[] Write()
    {
        var bytes = new byte[HeadLength + Encoding.UTF8.GetByteCount(Name)];
        bytes[0] = Format;
        Id.CopyTo(bytes, 1);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1 + IdLength), Seen.UtcTicks);
        Encoding.UTF8.GetBytes(Name, bytes.AsSpan(HeadLength));
        return bytes;
    }

    public static Ticket? Read(byte[] bytes) => bytes.Length < HeadLength || bytes[0] != Format
        ? null
        : new Ticket(
            bytes[1..(1 + IdLength)],
            new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1 + IdLength)), TimeSpan.Zero),
            Encoding.UTF8.GetString(bytes.AsSpan(HeadLength)));

    public override string ToString() => $"(ticket of {Name})";
}
