using System.Net;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Storage.Stored;

/// <summary>Between what a person has in the portal and its stored form.</summary>
internal static class PortalRecord
{
    public static PortalAccess Read(StoredPortal? stored) => stored is null
        ? PortalAccess.None
        : new PortalAccess(
            stored.Sessions is { } sessions ? [.. sessions.Select(Session)] : [],
            Link(stored.Link))
        {
            DeviceTicket = Link(stored.DeviceTicket),
            Passkeys = stored.Passkeys is { } passkeys ? [.. passkeys.Select(Key)] : [],
            Case = stored.Case is { } open ? Case(open) : null,
        };

    public static StoredPortal? Write(PortalAccess portal) => portal is { Sessions.IsEmpty: true, Link: null, DeviceTicket: null, Passkeys.IsEmpty: true, Case: null }
        ? null
        : new StoredPortal
        {
            Sessions = portal.Sessions.IsEmpty ? null : [.. portal.Sessions.Select(Session)],
            Link = Link(portal.Link),
            DeviceTicket = Link(portal.DeviceTicket),
            Passkeys = portal.Passkeys.IsEmpty ? null : [.. portal.Passkeys.Select(Key)],
            Case = portal.Case is { } open ? Case(open) : null,
        };

    private static HelpdeskCase Case(StoredCase stored) => new(stored.Helper, PersonRecord.Time(stored.Opened))
    {
        Passcode = stored.Passcode is { } code ? PersonRecord.Passcode(code) : null,
        PasscodeExpires = stored.PasscodeExpires is { } until ? PersonRecord.Time(until) : DateTimeOffset.MinValue,
        Proof = (HelpdeskProof?)stored.Proof,
    };

    private static StoredCase Case(HelpdeskCase open) => new()
    {
        Helper = open.Helper,
        Opened = open.Opened.UtcTicks,
        Passcode = open.Passcode is { } code ? PersonRecord.Passcode(code) : null,
        PasscodeExpires = open.PasscodeExpires == DateTimeOffset.MinValue ? null : open.PasscodeExpires.UtcTicks,
        Proof = (int?)open.Proof,
    };

    private static SignInLink? Link(StoredLink? stored) =>
        stored is null ? null : new SignInLink(PersonRecord.Passcode(stored.Code), PersonRecord.Time(stored.Expires));

    private static StoredLink? Link(SignInLink? link) =>
        link is null ? null : new StoredLink { Code = PersonRecord.Passcode(link.Code), Expires = link.Expires.UtcTicks };

    private static PortalSession Session(StoredSession stored) => new(
        [.. stored.IdHash],
        PersonRecord.Time(stored.Began),
        stored.FactorAt is { } at ? PersonRecord.Time(at) : DateTimeOffset.MinValue,
        (SignInMeans)stored.Means,
        stored.Source is { } source ? IPAddress.Parse(source) : null);

    private static StoredSession Session(PortalSession session) => new()
    {
        IdHash = [.. session.IdHash],
        Began = session.Began.UtcTicks,
        FactorAt = session.FactorAt == DateTimeOffset.MinValue ? null : session.FactorAt.UtcTicks,
        Means = (int)session.Means,
        Source = session.Source?.ToString(),
    };

    private static Passkey Key(StoredPasskey stored) => new(
        [.. stored.Id],
        [.. stored.PublicKey],
        stored.SignCount,
        stored.Name,
        PersonRecord.Time(stored.Added),
        [.. stored.Transports ?? []],
        stored.IsBackupEligible,
        stored.IsBackedUp);

    private static StoredPasskey Key(Passkey passkey) => new()
    {
        Id = [.. passkey.Id],
        PublicKey = [.. passkey.PublicKey],
        SignCount = passkey.SignCount,
        Name = passkey.Name,
        Added = passkey.Added.UtcTicks,
        Transports = passkey.Transports.IsEmpty ? null : [.. passkey.Transports],
        IsBackupEligible = passkey.IsBackupEligible,
        IsBackedUp = passkey.IsBackedUp,
    };
}
