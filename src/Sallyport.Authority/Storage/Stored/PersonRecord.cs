using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Storage.Stored;

/// <summary>Between a <see cref="Person"/> and the bytes inside its seal. Name and version are not in them: the seal binds both.</summary>
internal static class PersonRecord
{
    public static byte[] Write(Person person) => JsonSerializer.SerializeToUtf8Bytes(ToStored(person), StoredJson.Default.StoredPerson);

    /// <exception cref="StoreException">A newer Sallyport wrote it.</exception>
    public static Person Read(string name, long version, ReadOnlySpan<byte> plain)
    {
        var stored = JsonSerializer.Deserialize(plain, StoredJson.Default.StoredPerson)!;
        if (stored.Format != StoredPerson.CurrentFormat)
            throw new StoreException($"the stored person \"{name}\" has the format {stored.Format}, which this version does not support; run the version that wrote it, or a later one");

        return new Person(
            name,
            version,
            (PersonStanding)stored.Standing,
            new Enrolments(
                stored.Totp is { } totp ? new TotpEnrolment(Key(totp.Key), totp.LastStep, totp.Offset, totp.SameOffset) : null,
                stored.PendingTotp is { } pending ? Key(pending) : null,
                stored.Skey is { } skey ? Skey(skey) : null,
                stored.WebOtp is { } web ? new LiveWebOtp(web.Code is { } code ? Passcode(code) : null, Time(web.Expires), Times(web.Issued)) : LiveWebOtp.None,
                stored.RecoveryCodes is { } codes ? new RecoveryCodes([.. codes.Select(Passcode)]) : RecoveryCodes.None,
                stored.Bypass is { } bypass ? new BypassCode(Passcode(bypass.Code), bypass.UsesLeft, Time(bypass.Expires)) : null,
                DeviceRecord.Read(stored.Devices))
            {
                Retired = stored.Retired is { } retired ? [.. retired.Select(r => new RetiredFactor((FactorKind)r.Factor, r.Mark, r.LastStep))] : [],
            },
            new Budget(
                stored.Sources is { } sources ? [.. sources.Select(Source)] : [],
                Times(stored.UnknownNetworkFailures),
                Time(stored.UnknownNetworksLockedUntil))
            {
                UnknownNetworksLongRun = new LongRun(Time(stored.UnknownNetworksForgottenAt)),
            },
            new LoginHistory(
                stored.Last is { } last ? new LastLogin(Time(last.At), last.Source is { } from ? IPAddress.Parse(from) : null, (FactorKind?)last.Factor) : null,
                stored.FailedSince is { } failed ? [.. failed.Select(f => new FailedTries(SourceNetwork.Parse(f.Network), f.Count))] : [])
            {
                HelpdeskCodeAt = Time(stored.HelpdeskCodeAt),
            })
        {
            Portal = PortalRecord.Read(stored.Portal),
            DayKeys = DayKeyRecord.Read(stored.DayKeys),
        };
    }

    private static StoredPerson ToStored(Person person)
    {
        var own = person.Enrolments;
        return new StoredPerson
        {
            Format = StoredPerson.CurrentFormat,
            Standing = (int)person.Standing,
            Totp = own.Totp is { } totp
                ? new StoredTotp { Key = Key(totp.Key), LastStep = totp.LastStep, Offset = totp.Offset, SameOffset = totp.SameOffset }
                : null,
            PendingTotp = own.PendingTotp is { } pending ? Key(pending) : null,
            Skey = own.Skey is { } skey
                ? new StoredSkey { Algorithm = (int)skey.Algorithm, Seed = skey.Seed.Text, Line = skey.Line, LastHash = skey.LastHash.ToBytes(), IsCalculated = skey.IsCalculated ? true : null }
                : null,
            WebOtp = own.WebOtp is { Code: null, Issued.IsEmpty: true }
                ? null
                : new StoredWebOtp
                {
                    Code = own.WebOtp.Code is { } code ? Passcode(code) : null,
                    Expires = own.WebOtp.Expires.UtcTicks,
                    Issued = Ticks(own.WebOtp.Issued),
                },
            RecoveryCodes = own.RecoveryCodes.Left.IsEmpty ? null : Array.ConvertAll(Plain(own.RecoveryCodes.Left), Passcode),
            Bypass = own.Bypass is { } bypass
                ? new StoredBypass { Code = Passcode(bypass.Code), UsesLeft = bypass.UsesLeft, Expires = bypass.Expires.UtcTicks }
                : null,
            Devices = DeviceRecord.Write(own.Devices),
            Sources = person.Budget.Sources.IsEmpty ? null : Array.ConvertAll(Plain(person.Budget.Sources), Source),
            UnknownNetworkFailures = Ticks(person.Budget.UnknownNetworkFailures),
            UnknownNetworksLockedUntil = person.Budget.UnknownNetworksLockedUntil?.UtcTicks,
            UnknownNetworksForgottenAt = person.Budget.UnknownNetworksLongRun.ForgottenAt?.UtcTicks,
            Last = person.History.Last is { } last
                ? new StoredLogin { At = last.At.UtcTicks, Source = last.Source?.ToString(), Factor = (int?)last.Factor }
                : null,
            FailedSince = person.History.FailedSince.IsEmpty
                ? null
                : Array.ConvertAll(Plain(person.History.FailedSince), f => new StoredTries { Network = f.Network.ToString(), Count = f.Count }),
            HelpdeskCodeAt = person.History.HelpdeskCodeAt?.UtcTicks,
            Portal = PortalRecord.Write(person.Portal),
            DayKeys = DayKeyRecord.Write(person.DayKeys),
            Retired = own.Retired.IsEmpty
                ? null
                : Array.ConvertAll(Plain(own.Retired), r => new StoredRetired { Factor = (int)r.Factor, Mark = r.Mark, LastStep = r.LastStep }),
        };
    }

    private static StoredTotpKey Key(TotpKey key) =>
        new() { Bytes = key.Reveal().ToArray(), Algorithm = (int)key.Algorithm, Digits = key.Digits };

    private static TotpKey Key(StoredTotpKey key) => new(key.Bytes, (TotpAlgorithm)key.Algorithm, key.Digits);

    private static SkeySequence Skey(StoredSkey skey) => new(
        (SkeyAlgorithm)skey.Algorithm,
        SkeySeed.Parse(skey.Seed) ?? throw new StoreException("a stored skey sheet has no readable seed; restore a backup"),
        skey.Line,
        SkeyHash.FromBytes(skey.LastHash))
    {
        IsCalculated = skey.IsCalculated ?? false,
    };

    internal static StoredPasscode Passcode(PasscodeHash code) => new() { Salt = Plain(code.Salt), Hash = Plain(code.Hash) };

    internal static PasscodeHash Passcode(StoredPasscode code) =>
        new(ImmutableCollectionsMarshal.AsImmutableArray(code.Salt), ImmutableCollectionsMarshal.AsImmutableArray(code.Hash));

    private static StoredSource Source(SourceBudget source) => new()
    {
        Network = source.Network.ToString(),
        Failures = Ticks(source.Failures),
        LockedUntil = source.LockedUntil?.UtcTicks,
        LastSuccess = source.LastSuccess?.UtcTicks,
        ForgottenAt = source.LongRun.ForgottenAt?.UtcTicks,
        DisownedUntil = source.DisownedUntil?.UtcTicks,
        LastAnswer = source.LastAnswer is { } last ? new StoredAnswer { Mark = last.Mark, At = last.At.UtcTicks, Was = (int)last.Was } : null,
    };

    private static SourceBudget Source(StoredSource source) =>
        new(SourceNetwork.Parse(source.Network), Times(source.Failures), Time(source.LockedUntil), Time(source.LastSuccess))
        {
            LongRun = new LongRun(Time(source.ForgottenAt)),
            DisownedUntil = Time(source.DisownedUntil),
            LastAnswer = source.LastAnswer is { } last ? new JudgedAnswer(last.Mark, Time(last.At), (JudgedAs)last.Was) : null,
        };

    internal static long[]? Ticks(ImmutableArray<DateTimeOffset> times) => times.IsEmpty ? null : Array.ConvertAll(Plain(times), t => t.UtcTicks);

    internal static ImmutableArray<DateTimeOffset> Times(long[]? ticks) =>
        ticks is null ? [] : ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(ticks, Time));

    internal static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? Time(long? ticks) => ticks is { } known ? Time(known) : null;

    internal static T[] Plain<T>(ImmutableArray<T> values) => ImmutableCollectionsMarshal.AsArray(values)!;
}
