using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Tests.Radius;

/// <summary>A request as a client makes it, piece by piece, so that a test can make each piece wrong.</summary>
internal sealed class TestRequest
{
    private readonly byte[] secret;
    private readonly List<byte> packet;

    private TestRequest(string secret, PacketCode code)
    {
        this.secret = Encoding.UTF8.GetBytes(secret);
        packet = [(byte)code, RandomNumberGenerator.GetBytes(1)[0], 0, 0, .. RandomNumberGenerator.GetBytes(16)];
    }

    public byte[] Bytes
    {
        get
        {
            var bytes = packet.ToArray();
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
            return bytes;
        }
    }

    public ReadOnlySpan<byte> Secret => secret;

    public byte Identifier => packet[1];

    public byte[] Authenticator => [.. packet[4..20]];

    public static TestRequest Empty(string secret = RadiusSetup.Secret, PacketCode code = PacketCode.AccessRequest) => new(secret, code);

    /// <summary>What libpam-radius-auth sends, for a name and a typed text ("" at first).</summary>
    public static TestRequest Login(string user, string typed = "", byte[]? state = null, string secret = RadiusSetup.Secret, string? source = "203.0.113.5")
    {
        var request = Empty(secret).With(AttributeType.UserName, Encoding.UTF8.GetBytes(user)).WithPassword(Encoding.UTF8.GetBytes(typed));
        if (source is not null)
            request.With(AttributeType.CallingStationId, Encoding.UTF8.GetBytes(source));
        return state is null ? request : request.With(AttributeType.State, state);
    }

    public TestRequest With(AttributeType type, params ReadOnlySpan<byte> value)
    {
        packet.AddRange([(byte)type, (byte)(value.Length + 2)]);
        packet.AddRange(value);
        return this;
    }

    public TestRequest WithRaw(params ReadOnlySpan<byte> bytes)
    {
        packet.AddRange(bytes);
        return this;
    }

    public TestRequest WithPassword(ReadOnlySpan<byte> typed)
    {
        Span<byte> hidden = stackalloc byte[128];
        var length = UserPassword.Hide(typed, Authenticator, secret, hidden);
        return With(AttributeType.UserPassword, hidden[..length]);
    }

    /// <summary>Adds the Message-Authenticator over all that is there; what is added later makes it wrong.</summary>
    public TestRequest Signed()
    {
        var at = packet.Count + 2;
        With(AttributeType.MessageAuthenticator, new byte[16]);
        var mac = HMACMD5.HashData(secret, Bytes);
        for (var i = 0; i < mac.Length; i++)
            packet[at + i] = mac[i];
        return this;
    }
}

/// <summary>An answer whose identifier and both signatures were right.</summary>
internal sealed record TestAnswer(PacketCode Code, IReadOnlyList<(AttributeType Type, byte[] Value)> Attributes)
{
    public string? Text => Find(AttributeType.ReplyMessage) is { } value ? Encoding.UTF8.GetString(value) : null;

    public byte[]? State => Find(AttributeType.State);

    public byte[]? Find(AttributeType type) => Attributes.Where(attribute => attribute.Type == type).Select(attribute => attribute.Value).SingleOrDefault();

    public static TestAnswer Read(byte[] bytes, TestRequest request)
    {
        Assert.Equal(bytes.Length, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)));
        Assert.Equal(request.Identifier, bytes[1]);

        byte[] withRequest = [.. bytes[..4], .. request.Authenticator, .. bytes[20..]];
        Assert.Equal(MD5.HashData([.. withRequest, .. request.Secret]), bytes[4..20]);

        var attributes = new List<(AttributeType Type, byte[] Value)>();
        for (var at = 20; at < bytes.Length; at += bytes[at + 1])
            attributes.Add(((AttributeType)bytes[at], bytes[(at + 2)..(at + bytes[at + 1])]));

        Assert.Equal(AttributeType.MessageAuthenticator, attributes[0].Type);
        var signature = attributes[0].Value;
        withRequest.AsSpan(22, 16).Clear();
        Assert.Equal(HMACMD5.HashData(request.Secret, withRequest), signature);
        return new TestAnswer((PacketCode)bytes[0], attributes);
    }
}
