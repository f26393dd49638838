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

    /// <param name="server">The authority.</param>
    /// <param name="from">The loopback address to ask from, which says who the client is; null for the usual one.</param>
    public RadiusCaller(IPEndPoint server, IPAddress? from = null)
    {
        socket.Bind(new IPEndPoint(from ?? AttackedAuthority.Client, 0));
        socket.Connect(server);
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="state">The State of the challenge that is answered, or null.</param>
    public async Task<RadiusAnswer> AskAsync(string user, string typed, byte[]? state, string source, CancellationToken cancel)
    {
        Write(user, typed, state, source);
        await socket.SendAsync(packet.AsMemory(0, length), cancel);
        return await AnswerAsync(cancel);
    }

    /// <summary>The same, sending the request again each time that no answer came for so long.</summary>
    public async Task<RadiusAnswer> AskAsync(string user, string typed, byte[]? state, string source, TimeSpan resend, CancellationToken cancel)
    {
        Write(user, typed, state, source);
        while (true)
        {
            await socket.SendAsync(packet.AsMemory(0, length), cancel);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(resend);
            try
            {
                return await AnswerAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // Sent again.
            }
        }
    }

    /// <summary>Asks and waits on this thread, for the sake of the clock.</summary>
    public void Ask(string user, string typed, byte[]? state, string source)
    {
        Write(user, typed, state, source);
        socket.Send(packet.AsSpan(0, length));
        socket.Receive(answer);
    }

    /// <summary>Sends a code with a Message-Authenticator, and waits for nothing.</summary>
    public void SendSigned(string user, string typed, string source)
    {
        Write(user, typed, null, source);
        var at = length + WireSizes.AttributeHeader;
        Add(AttributeType.MessageAuthenticator, new byte[WireSizes.Authenticator]);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)length);
        MessageAuthenticator.Sign(packet.AsSpan(0, length), at, Secret);
        socket.Send(packet.AsSpan(0, length));
    }

    /// <summary>Sends a User-Password as it is, or none, as somebody without the secret must, and waits for nothing.</summary>
    public void SendUnproved(string user, byte[] password, string source)
    {
        Begin(user);
        if (password.Length > 0)
            Add(AttributeType.UserPassword, password);
        End(null, source);
        socket.Send(packet.AsSpan(0, length));
    }

    /// <summary>Takes in the answers that have come meanwhile.</summary>
    public int CountAnswers()
    {
        var count = 0;
        for (; socket.Available > 0; count++)
            socket.Receive(answer);
        return count;
    }

    private async Task<RadiusAnswer> AnswerAsync(CancellationToken cancel)
    {
        // What answers an earlier sending of another request is left aside.
        while (true)
        {
            var received = await socket.ReceiveAsync(answer, cancel);
            if (answer[1] == packet[1])
                return RadiusAnswer.Read(answer.AsSpan(0, received));
        }
    }

    private void Write(string user, string typed, byte[]? state, string source)
    {
        Begin(user);
        Span<byte> hidden = stackalloc byte[WireSizes.MostPassword];
        var size = UserPassword.Hide(Encoding.UTF8.GetBytes(typed), packet.AsSpan(4, WireSizes.Authenticator), Secret, hidden);
        Add(AttributeType.UserPassword, hidden[..size]);
        End(state, source);
    }

    private void Begin(string user)
    {
        packet[0] = (byte)PacketCode.AccessRequest;
        packet[1]++;
        RandomNumberGenerator.Fill(packet.AsSpan(4, WireSizes.Authenticator));
        length = WireSizes.Header;
        Add(AttributeType.UserName, Encoding.UTF8.GetBytes(user));
    }

    private void End(byte[]? state, string source)
    {
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
