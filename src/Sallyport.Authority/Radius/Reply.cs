using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Sallyport.Authority.Radius;

/// <summary>What a request is answered with.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    internal sealed record Accept : Reply;

    /// <param name="Text">Why, for clients that show it (libpam-radius-auth does not), or null.</param>
    internal sealed record Reject(string? Text) : Reply;

    /// <param name="Text">One line; what is past 253 bytes is cut.</param>
    internal sealed record Challenge(string Text, StateToken State) : Reply;
}

/// <summary>Whether people see what they type. libpam-radius-auth hides it only when told so and given <c>prompt_attribute</c>.</summary>
internal enum Echo
{
    Hidden = 0,
    Shown = 1,
}

/// <summary>What an answer needs of its request.</summary>
/// <param name="Authenticator">The request's authenticator as a big-endian number.</param>
/// <param name="ProxyStates">Whole attributes, returned as they came.</param>
internal readonly record struct RequestHeader(byte Identifier, UInt128 Authenticator, byte[] ProxyStates)
{
    public static RequestHeader Of(in RequestPacket packet) =>
        new(packet.Identifier, BinaryPrimitives.ReadUInt128BigEndian(packet.Authenticator), packet.CopyProxyStates());
}

/// <summary>
/// Writes answers. The Message-Authenticator is the first attribute of every one, so that nothing an attacker chose stands
/// before it (CVE-2024-3596, Blast-RADIUS).
/// </summary>
internal static class ReplyWriter
{
    /// <summary>What the longest answer needs beside Reply-Message, Proxy-State and reply attributes: header, Message-Authenticator, State, Prompt.</summary>
    public const int LeastBytes = WireSizes.Header + (4 * WireSizes.AttributeHeader) + WireSizes.Authenticator + StateToken.Size + sizeof(uint);

    /// <param name="reply">What to say.</param>
    /// <param name="request">What it answers.</param>
    /// <param name="secret">The client's.</param>
    /// <param name="echo">Whether people see what they type.</param>
    /// <param name="onAccept">Whole attributes for an Access-Accept.</param>
    public static byte[] Write(Reply reply, in RequestHeader request, ReadOnlySpan<byte> secret, Echo echo, ReadOnlySpan<byte> onAccept = default)
    {
        Span<byte> packet = stackalloc byte[WireSizes.MostPacket];
        packet[0] = (byte)Code(reply);
        packet[1] = request.Identifier;
        BinaryPrimitives.WriteUInt128BigEndian(packet[4..], request.Authenticator);

        var signatureAt = WireSizes.Header + WireSizes.AttributeHeader;
        Span<byte> zero = stackalloc byte[WireSizes.Authenticator];
        zero.Clear();
        var length = Add(packet, WireSizes.Header, AttributeType.MessageAuthenticator, zero);
        // A text gives way to the Proxy-State, which must come back whole (RFC 2865 section 5.33).
        length = AddOwn(packet[..^request.ProxyStates.Length], length, reply, echo, onAccept);
        request.ProxyStates.CopyTo(packet[length..]);
        length += request.ProxyStates.Length;

        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)length);
        packet = packet[..length];
        MessageAuthenticator.Sign(packet, signatureAt, secret);
        SignResponse(packet, secret);
        return packet.ToArray();
    }

    private const int StateAndPrompt = (2 * WireSizes.AttributeHeader) + StateToken.Size + sizeof(uint);

    private static PacketCode Code(Reply reply) => reply switch
    {
        Reply.Accept => PacketCode.AccessAccept,
        Reply.Challenge => PacketCode.AccessChallenge,
        _ => PacketCode.AccessReject,
    };

    private static int AddOwn(Span<byte> packet, int length, Reply reply, Echo echo, ReadOnlySpan<byte> onAccept)
    {
        switch (reply)
        {
            case Reply.Accept:
                onAccept.CopyTo(packet[length..]);
                return length + onAccept.Length;
            case Reply.Challenge challenge:
                length = AddText(packet[..^StateAndPrompt], length, challenge.Text);
                Span<byte> state = stackalloc byte[StateToken.Size];
                challenge.State.Write(state);
                length = Add(packet, length, AttributeType.State, state);
                Span<byte> prompt = stackalloc byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32BigEndian(prompt, (uint)echo);
                return Add(packet, length, AttributeType.Prompt, prompt);
            case Reply.Reject { Text: { } text }:
                return AddText(packet, length, text);
            default:
                return length;
        }
    }

    private static int AddText(Span<byte> packet, int length, string text)
    {
        var room = Math.Min(packet.Length - length - WireSizes.AttributeHeader, WireSizes.MostAttributeValue);
        if (room <= 0)
            return length;
        Span<byte> bytes = stackalloc byte[WireSizes.MostAttributeValue];
        // Stops before the character that does not fit as a whole.
        Utf8.FromUtf16(text, bytes[..room], out _, out var written);
        return written == 0 ? length : Add(packet, length, AttributeType.ReplyMessage, bytes[..written]);
    }

    private static int Add(Span<byte> packet, int length, AttributeType type, ReadOnlySpan<byte> value)
    {
        packet[length] = (byte)type;
        packet[length + 1] = (byte)(WireSizes.AttributeHeader + value.Length);
        value.CopyTo(packet[(length + WireSizes.AttributeHeader)..]);
        return length + WireSizes.AttributeHeader + value.Length;
    }

    /// <summary>The Response Authenticator (RFC 2865 section 3): MD5(Code + Identifier + Length + Request Authenticator + Attributes + Secret).</summary>
    internal static void SignResponse(Span<byte> packet, ReadOnlySpan<byte> secret)
    {
        var hashed = new byte[packet.Length + secret.Length];
        packet.CopyTo(hashed);
        secret.CopyTo(hashed.AsSpan(packet.Length));
        MD5.HashData(hashed, packet.Slice(4, WireSizes.Authenticator));
    }
}
