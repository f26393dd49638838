using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Radius;

namespace Sallyport.Bench.Attack.Site;

/// <summary>A RADIUS client with one socket and one request at a time; it sends what libpam-radius-auth 2.0.0 does.</summary>
internal sealed class RadiusCaller : IDisposable
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(AttackedAuthority.RadiusSecret);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] packet = new byte[WireSizes.MostPacket];
    private readonly byte[] answer = new byte[WireSizes.MostPacket];
    private int length;

    public RadiusCaller(IPEndPoint server) => socket.Connect(server);

    public void Dispose() => socket.Dispose();

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="state">The State of the challenge that is answered, or null.</param>
    public async Task<RadiusAnswer> AskAsync(string user, string typed, byte[]? state, string source, CancellationToken cancel)
    {
        Write(user, typed, state, source);
        await socket.SendAsync(packet.AsMemory(0, length), cancel);
        var received = await socket.ReceiveAsync(answer, cancel);
        return RadiusAnswer.Read(answer.AsSpan(0, received));
    }

    private void Write(string user, string typed, byte[]? state, string source)
    {
        packet[0] = (byte)PacketCode.AccessRequest;
        packet[1]++;
        RandomNumberGenerator.Fill(packet.AsSpan(4, WireSizes.Authenticator));
        length = WireSizes.Header;
        Add(AttributeType.UserName, Encoding.UTF8.GetBytes(user));
        Span<byte> hidden = stackalloc byte[WireSizes.MostPassword];
        var size = UserPassword.Hide(Encoding.UTF8.GetBytes(typed), packet.AsSpan(4, WireSizes.Authenticator), Secret, hidden);
        Add(AttributeType.UserPassword, hidden[..size]);
        Add(AttributeType.CallingStationId, Encoding.ASCII.GetBytes(source));
        if (state is not null)
            Add(AttributeType.State, state);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)length);
    }

    private void Add(AttributeType type, ReadOnlySpan<byte> value)
    {
        packet[length] = (byte)type;
        packet[length + 1] = (byte)(value.Length + WireSizes.AttributeHeader);
        value.CopyTo(packet.AsSpan(length + WireSizes.AttributeHeader));
        length += value.Length + WireSizes.AttributeHeader;
    }
}

internal sealed record RadiusAnswer(PacketCode Code, byte[]? State)
{
    public static RadiusAnswer Read(ReadOnlySpan<byte> bytes)
    {
        for (var at = WireSizes.Header; at < bytes.Length; at += bytes[at + 1])
        {
            if ((AttributeType)bytes[at] == AttributeType.State)
                return new RadiusAnswer((PacketCode)bytes[0], bytes[(at + WireSizes.AttributeHeader)..(at + bytes[at + 1])].ToArray());
        }

        return new RadiusAnswer((PacketCode)bytes[0], null);
    }
}
