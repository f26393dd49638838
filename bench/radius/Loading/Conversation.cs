using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Radius;

namespace RadiusBench.Loading;

/// <summary>One login of one person as a client drives it: the packet to send, and what the answer makes of it.</summary>
internal sealed class Conversation(byte identifier)
{
    private const int AuthenticatorAt = 4;

    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(BenchPeople.Secret);

    private readonly byte[] packet = new byte[256];
    private int length;
    private int person;
    private long step;

    public long Started { get; private set; }

    public ReadOnlySpan<byte> Packet => packet.AsSpan(0, length);

    public void Begin(int number, long atStep, long now)
    {
        (person, step, Started) = (number, atStep, now);
        Write([], []);
    }

    /// <summary>Whether the answer is one to the packet that was sent last (RFC 2865 section 3): after a packet is sent again, one to an earlier packet may still come.</summary>
    public bool IsAnsweredBy(ReadOnlySpan<byte> answer)
    {
        var signed = answer.ToArray();
        packet.AsSpan(AuthenticatorAt, WireSizes.Authenticator).CopyTo(signed.AsSpan(AuthenticatorAt));
        ReplyWriter.SignResponse(signed, Secret);
        return answer.SequenceEqual(signed);
    }

    /// <summary>True when the login is through; false when there is another packet to send.</summary>
    /// <exception cref="InvalidDataException">The login was refused, or the answer is not one.</exception>
    public bool Take(ReadOnlySpan<byte> answer)
    {
        switch ((PacketCode)answer[0])
        {
            case PacketCode.AccessAccept:
                return true;
            case PacketCode.AccessChallenge when length > 0 && Find(answer, AttributeType.State) is { IsEmpty: false } state && step != 0:
                Write(Encoding.ASCII.GetBytes(BenchPeople.Key(person).CodeAt(step)), state);
                step = 0;
                return false;
            default:
                throw new InvalidDataException($"{BenchPeople.Name(person)} got {(PacketCode)answer[0]}: {Encoding.UTF8.GetString(Find(answer, AttributeType.ReplyMessage))}");
        }
    }

    private void Write(ReadOnlySpan<byte> typed, ReadOnlySpan<byte> state)
    {
        packet[0] = (byte)PacketCode.AccessRequest;
        packet[1] = identifier;
        var authenticator = packet.AsSpan(AuthenticatorAt, WireSizes.Authenticator);
        RandomNumberGenerator.Fill(authenticator);
        length = WireSizes.Header;
        Add(AttributeType.UserName, Encoding.ASCII.GetBytes(BenchPeople.Name(person)));
        Span<byte> hidden = stackalloc byte[WireSizes.MostPassword];
        Add(AttributeType.UserPassword, hidden[..UserPassword.Hide(typed, authenticator, Secret, hidden)]);
        Add(AttributeType.NasIdentifier, "sskd"u8);
        Add(AttributeType.CallingStationId, Encoding.ASCII.GetBytes($"198.{18 + (person >> 16 & 1)}.{person >> 8 & 255}.{person & 255}"));
        if (!state.IsEmpty)
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

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> answer, AttributeType type)
    {
        for (var at = WireSizes.Header; at < answer.Length; at += answer[at + 1])
        {
            if ((AttributeType)answer[at] == type)
                return answer.Slice(at + WireSizes.AttributeHeader, answer[at + 1] - WireSizes.AttributeHeader);
        }

        return [];
    }
}
