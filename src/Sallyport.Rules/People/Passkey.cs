using System.Collections.Immutable;

namespace Sallyport.Rules.People;

/// <summary>A passkey (WebAuthn level 3) that signs its person in to the portal. Its user has been verified by the device as well.</summary>
/// <param name="Id">The credential's id.</param>
/// <param name="PublicKey">COSE (RFC 9052).</param>
/// <param name="SignCount">The authenticator's counter as last seen; 0 for those that do not count.</param>
/// <param name="Name">What the person calls it, 1 to 40 characters.</param>
/// <param name="Added">When.</param>
/// <param name="Transports">How browsers reach the authenticator.</param>
/// <param name="IsBackupEligible">It may be copied to the person's other devices.</param>
/// <param name="IsBackedUp">It has been.</param>
public sealed record Passkey(
    ImmutableArray<byte> Id,
    ImmutableArray<byte> PublicKey,
    uint SignCount,
    string Name,
    DateTimeOffset Added,
    ImmutableArray<string> Transports,
    bool IsBackupEligible,
    bool IsBackedUp)
{
    public const int MostName = 40;

    /// <summary>A person has at most this many.</summary>
    public const int Most = 10;
}
