using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Audit;
using Sallyport.Authority.DayKeys;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>What is stored about a person, to be read by that person, and to be erased: <c>/v1/users/NAME/everything</c>.</summary>
internal sealed class LeavingEndpoints(PeopleService service, PersonNames names, IStore store, SessionNotices notices, FactorSessions sessions, AuditExport audit, TimeProvider clock)
{
    /// <summary>Rows of the audit at most: the newest.</summary>
    private const int MostRows = 100_000;

    /// <summary>Of the year 9999.</summary>
    private const long LatestStep = 253_402_300_799 / TotpKey.PeriodSeconds;

    public async Task<IResult> Show(string name, CancellationToken cancel)
    {
        var person = await service.FindAsync(name, cancel);
        var rows = await audit.RowsAsync(new AuditQuery { Person = person.Name }, cancel).Take(MostRows).ToListAsync(cancel);
        return Results.Json(Everything(person, rows, clock.GetUtcNow()), LeavingJson.Default.EverythingMessage);
    }

    /// <summary>The person, the name's budget and the notice for the next session are gone; what the audit has of the name stays, as evidence.</summary>
    public async Task<IResult> Erase(string name, Caller caller, CancellationToken cancel)
    {
        var own = (await names.OfAsync(name, cancel)).Name;
        // A person in a roll-out may have nothing but a notice.
        var hadNotice = notices.Forget(own);
        sessions.Forget(own);
        return await store.EraseAsync(own, new AuditEvent(AuditKind.PersonErased, own, Actor: caller.Actor), cancel) || hadNotice
            ? Answers.Done()
            : Answers.NotThere($"nothing is stored about {own}");
    }

    private static EverythingMessage Everything(Person person, IReadOnlyList<AuditMessage> rows, DateTimeOffset now)
    {
        var own = person.Enrolments;
        return new EverythingMessage(
            person.Name,
            person.Standing.ToString().ToLowerInvariant(),
            own.Totp is { } totp ? App(totp) : null,
            own.PendingTotp is not null,
            own.Skey is { } skey ? new SkeyMessage(skey.Challenge, skey.Line) : null,
            own.RecoveryCodes.Left.Length,
            own.Bypass is { } bypass ? new BypassMessage(bypass.UsesLeft, bypass.Expires) : null,
            own.WebOtp.IsLive(now) ? own.WebOtp.Expires : null,
            own.Devices.Passcodes.Left.Length,
            [.. own.Devices.All.Select(Describe), .. Waiting(own.Devices)],
            [.. person.Portal.Passkeys.Select(passkey => new StoredPasskeyMessage(passkey.Name, passkey.Added))],
            [.. person.Portal.Sessions.Select(session => new StoredSessionMessage(session.Began, session.Means.ToString().ToLowerInvariant(), session.Source?.ToString()))],
            [.. person.DayKeys.Keys.Select(DayKeyEndpoints.Describe)],
            [.. person.Budget.Sources.Select(s => new StoredNetworkMessage(s.Network.ToString(), s.Failures.Length, s.LockedUntil, s.LastSuccess, s.DisownedUntil))],
            person.Budget.UnknownNetworksLockedUntil,
            person.History.Last is { } last ? new LastLoginMessage(last.At, last.Source?.ToString(), last.Factor?.ToString()) : null,
            [.. person.History.FailedSince.Select(f => new FailedMessage(f.Network.ToString(), f.Count))],
            own.Retired.Length,
            person.Portal.Case is { } open ? new StoredCaseMessage(open.Helper, open.Opened, open.Proof?.ToString()) : null,
            person.History.HelpdeskCodeAt,
            rows);
    }

    private static StoredAppMessage App(TotpEnrolment totp) => new(
        totp.Key.Algorithm.ToString().ToLowerInvariant(),
        totp.Key.Digits,
        totp.Key.Bits,
        totp.LastStep < 0 ? null : DateTimeOffset.FromUnixTimeSeconds(Math.Min(totp.LastStep, LatestStep) * TotpKey.PeriodSeconds),
        totp.Offset * TotpKey.PeriodSeconds);

    private static IEnumerable<StoredDeviceMessage> Waiting(DeviceSet devices) => devices.PendingPhone is { } phone
        ? [new StoredDeviceMessage(DeviceMessage.Unproved, phone.Name, "unproved", phone.Number.Text, null, null, null, phone.Expires - PendingPhone.Life)]
        : [];

    private static StoredDeviceMessage Describe(Device device) => new(
        device.Number,
        device.Name,
        device.Kind.ToString().ToLowerInvariant(),
        device.PhoneNumber?.Text,
        device.Subscription?.Endpoint.Host,
        device.Channel?.Delivery,
        device.Channel?.Target,
        device.Added);
}
