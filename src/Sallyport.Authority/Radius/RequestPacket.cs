using System.Buffers.Binary;

namespace Sallyport.Authority.Radius;

/// <summary>
/// A request as it lies in the datagram (RFC 2865 sections 3 and 5), read strictly: what is not exactly right is a
/// <see cref="DropReason"/>. An attribute without a value counts as absent (libpam-radius-auth sends an empty Calling-Station-Id).
/// </summary>
internal readonly ref struct RequestPacket
{
    /// <summary>The packet without what a datagram may carry after it (RFC 2865 section 3: padding, ignored).</summary>
    public ReadOnlySpan<byte> Bytes { get; private init; }

    public ReadOnlySpan<byte> UserName { get; private init; }

    /// <summary>Still hidden, 16 to 128 bytes; empty when the request has none (radclient's way to send an empty one) or one without bytes (radcli's).</summary>
    public ReadOnlySpan<byte> UserPassword { get; private init; }

    public ReadOnlySpan<byte> State { get; private init; }

    public ReadOnlySpan<byte> CallingStationId { get; private init; }

    public ReadOnlySpan<byte> NasIdentifier { get; private init; }

    /// <summary>Four bytes when it is there and right: the asking process, from libpam-radius-auth.</summary>
    public ReadOnlySpan<byte> NasPort { get; private init; }

    /// <summary>Where in <see cref="Bytes"/> the 16 bytes of the Message-Authenticator begin; 0 when there is none.</summary>
    public int MessageAuthenticatorAt { get; private init; }

    public int ProxyStateBytes { get; private init; }

    /// <summary>How the user is to be authenticated.</summary>
    public CredentialKind Credentials { get; private init; }

    public PacketCode Code => (PacketCode)Bytes[0];

    public byte Identifier => Bytes[1];

    public ReadOnlySpan<byte> Authenticator => Bytes.Slice(4, WireSizes.Authenticator);

    /// <summary>Reads a datagram; null when it is a packet that <see cref="RequestPacket"/> can stand for.</summary>
    public static DropReason? Read(ReadOnlySpan<byte> datagram, out RequestPacket packet)
    {
        packet = default;
        if (datagram.Length < WireSizes.Header)
            return DropReason.Truncated;
        if ((PacketCode)datagram[0] is not (PacketCode.AccessRequest or PacketCode.StatusServer))
            return DropReason.OtherCode;

        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if (length is < WireSizes.Header or > WireSizes.MostPacket)
            return DropReason.BadLength;

        return length > datagram.Length ? DropReason.Truncated : ReadAttributes(datagram[..length], out packet);
    }

    /// <summary>The Proxy-State attributes as they came, to be returned in the answer (RFC 2865 section 5.33).</summary>
    public byte[] CopyProxyStates()
    {
        if (ProxyStateBytes == 0)
            return [];

        var copy = new byte[ProxyStateBytes];
        var copied = 0;
        for (var at = WireSizes.Header; at < Bytes.Length; at += Bytes[at + 1])
        {
            if ((AttributeType)Bytes[at] != AttributeType.ProxyState)
                continue;
            Bytes.Slice(at, Bytes[at + 1]).CopyTo(copy.AsSpan(copied));
            copied += Bytes[at + 1];
        }

        return copy;
    }

    private static DropReason? ReadAttributes(ReadOnlySpan<byte> bytes, out RequestPacket packet)
    {
        packet = default;
        Found name = default, password = default, state = default, station = default, nas = default, port = default, signature = default;
        Found service = default;
        var (proxyStateBytes, other) = (0, CredentialKind.Password);
        for (var at = WireSizes.Header; at < bytes.Length;)
        {
            if (bytes.Length - at < WireSizes.AttributeHeader)
                return DropReason.BadAttribute;
            int size = bytes[at + 1];
            if (size < WireSizes.AttributeHeader || size > bytes.Length - at)
                return DropReason.BadAttribute;

            var value = new Found(at + WireSizes.AttributeHeader, size - WireSizes.AttributeHeader);
            var first = (AttributeType)bytes[at] switch
            {
                AttributeType.UserName => name.Take(value),
                AttributeType.UserPassword => password.Take(value),
                AttributeType.State => state.Take(value),
                AttributeType.CallingStationId => station.Take(value),
                AttributeType.NasIdentifier => nas.Take(value),
                AttributeType.NasPort => port.Take(value),
                AttributeType.ServiceType => service.Take(value),
                AttributeType.MessageAuthenticator => signature.Take(value),
                _ => true,
            };
            if (!first)
                return DropReason.RepeatedAttribute;
            if ((AttributeType)bytes[at] == AttributeType.ProxyState)
                proxyStateBytes += size;
            if (CredentialKinds.Of((AttributeType)bytes[at], value.In(bytes)) is { } kind)
                other = kind;
            at += size;
        }

        if (password.IsThere && (password.Length > WireSizes.MostPassword || password.Length % WireSizes.PasswordBlock != 0))
            return DropReason.BadPassword;
        if (signature.IsThere && signature.Length != WireSizes.Authenticator)
            return DropReason.BadAttribute;
        if ((PacketCode)bytes[0] == PacketCode.AccessRequest && name.Length == 0)
            return DropReason.NoUserName;

        packet = new RequestPacket
        {
            Bytes = bytes,
            UserName = name.In(bytes),
            UserPassword = password.In(bytes),
            State = state.In(bytes),
            CallingStationId = station.In(bytes),
            NasIdentifier = nas.In(bytes),
            NasPort = port.In(bytes),
            MessageAuthenticatorAt = signature.At,
            ProxyStateBytes = proxyStateBytes,
            Credentials = other == CredentialKind.Password && !password.IsThere ? CredentialKinds.WithoutPassword(service.In(bytes)) : other,
        };
        return null;
    }

    /// <summary>Where an attribute's value lies; the place 0 is in the header and means no attribute.</summary>
    private record struct Found(int At, int Length)
    {
        public readonly bool IsThere => At != 0;

        public readonly ReadOnlySpan<byte> In(ReadOnlySpan<byte> bytes) => bytes.Slice(At, Length);

        public bool Take(Found value)
        {
            if (IsThere)
                return false;
            this = value;
            return true;
        }
    }
}
