namespace Sallyport.Authority.Radius;

/// <summary>Packet codes (RFC 2865 section 3, RFC 5997 section 2).</summary>
internal enum PacketCode
{
    AccessRequest = 1,
    AccessAccept = 2,
    AccessReject = 3,
    AccessChallenge = 11,
    StatusServer = 12,
}

/// <summary>The attributes that are read or written (RFC 2865 section 5, RFC 2869 section 5, RFC 5090 section 3).</summary>
internal enum AttributeType
{
    UserName = 1,
    UserPassword = 2,
    ChapPassword = 3,
    NasPort = 5,
    ServiceType = 6,
    ReplyMessage = 18,
    State = 24,
    VendorSpecific = 26,
    CallingStationId = 31,
    NasIdentifier = 32,
    ProxyState = 33,
    ArapPassword = 70,
    Prompt = 76,
    EapMessage = 79,
    MessageAuthenticator = 80,
    DigestResponse = 103,
}

/// <summary>Sizes in bytes, set by RFC 2865 sections 3 and 5.</summary>
internal static class WireSizes
{
    public const int Header = 20;
    public const int Authenticator = 16;
    public const int MostPacket = 4096;
    public const int AttributeHeader = 2;
    public const int MostAttributeValue = 253;
    public const int PasswordBlock = 16;
    public const int MostPassword = 128;
}
