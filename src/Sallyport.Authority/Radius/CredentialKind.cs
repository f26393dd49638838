using System.Buffers.Binary;

namespace Sallyport.Authority.Radius;

/// <summary>How a request wants its user authenticated. Only a typed text can be a code.</summary>
internal enum CredentialKind
{
    /// <summary>A User-Password (PAP), or none at all.</summary>
    Password,
    /// <summary>CHAP-Password (RFC 2865 section 5.3).</summary>
    Chap,
    /// <summary>MS-CHAP and MS-CHAPv2 (RFC 2548 section 2).</summary>
    MsChap,
    /// <summary>EAP-Message (RFC 3579).</summary>
    Eap,
    /// <summary>ARAP-Password (RFC 2869 section 5.4).</summary>
    Arap,
    /// <summary>Digest-Response (RFC 5090).</summary>
    Digest,
    /// <summary>Service-Type Authorize Only, without a password (RFC 5176 section 3.3).</summary>
    AuthorizeOnly,
    /// <summary>Service-Type Call-Check, without a password (RFC 2865 section 5.6).</summary>
    CallCheck,
}

internal static class CredentialKinds
{
    private const int Microsoft = 311;
    private const int CallCheckService = 10;
    private const int AuthorizeOnlyService = 17;

    /// <summary>What an attribute asks for, beside a password; null when it is no credential.</summary>
    public static CredentialKind? Of(AttributeType type, ReadOnlySpan<byte> value) => type switch
    {
        AttributeType.ChapPassword => CredentialKind.Chap,
        AttributeType.EapMessage => CredentialKind.Eap,
        AttributeType.ArapPassword => CredentialKind.Arap,
        AttributeType.DigestResponse => CredentialKind.Digest,
        AttributeType.VendorSpecific when IsMsChap(value) => CredentialKind.MsChap,
        _ => null,
    };

    /// <param name="serviceType">The value of Service-Type, or nothing.</param>
    public static CredentialKind WithoutPassword(ReadOnlySpan<byte> serviceType) =>
        serviceType.Length != sizeof(int) ? CredentialKind.Password : BinaryPrimitives.ReadInt32BigEndian(serviceType) switch
        {
            CallCheckService => CredentialKind.CallCheck,
            AuthorizeOnlyService => CredentialKind.AuthorizeOnly,
            _ => CredentialKind.Password,
        };

    /// <summary>Why it is rejected; null for what can carry a code.</summary>
    public static string? Refusal(this CredentialKind kind) => kind switch
    {
        CredentialKind.Password => null,
        CredentialKind.Chap => Only("CHAP"),
        CredentialKind.MsChap => Only("MS-CHAP"),
        CredentialKind.Eap => Only("EAP"),
        CredentialKind.Arap => Only("ARAP"),
        CredentialKind.Digest => Only("HTTP Digest"),
        CredentialKind.AuthorizeOnly => "Authorize-Only is not served here: a login needs a code.",
        CredentialKind.CallCheck => "Call-Check is not served here: a login needs a code.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of credential"),
    };

    private static string Only(string what) => $"{what} cannot carry a code. Set the client to PAP.";

    /// <summary>A response, of either version, or a change of password.</summary>
    private static bool IsMsChap(ReadOnlySpan<byte> value)
    {
        if (value.Length < sizeof(int) || BinaryPrimitives.ReadInt32BigEndian(value) != Microsoft)
            return false;
        for (var rest = value[sizeof(int)..]; rest.Length >= WireSizes.AttributeHeader;)
        {
            // MS-CHAP-Response, -CPW-1, -CPW-2, -Challenge, MS-CHAP2-Response, -CPW.
            if (rest[0] is 1 or 3 or 4 or 11 or 25 or 27)
                return true;
            if (rest[1] < WireSizes.AttributeHeader || rest[1] > rest.Length)
                return false;
            rest = rest[rest[1]..];
        }

        return false;
    }
}
