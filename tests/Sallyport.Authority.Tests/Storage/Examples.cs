using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

internal static class Examples
{
    private static readonly DateTimeOffset Noon = new(2031, 7, 13, 12, 0, 0, 17, TimeSpan.Zero);

    public static ImmutableArray<AuditEvent> Added(string name) => [new AuditEvent(AuditKind.PersonAdded, name, Actor: "root")];

    public static ImmutableArray<AuditEvent> Allowed(string name) =>
        [new AuditEvent(AuditKind.LoginAllowed, name, IPAddress.Parse("2001:db8::17"), "dora", Detail: "Totp")];

    public static Person WithTotp(string name) => Person.Registered(name) with
    {
        Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(new TotpKey(Bytes(20, 3))) with { LastStep = 41 } },
    };

    /// <summary>A person in whom nothing is at its default.</summary>
    public static Person Everything(string name) => Person.Registered(name) with
    {
        Standing = PersonStanding.Locked,
        Enrolments = new Enrolments(
            new TotpEnrolment(new TotpKey(Bytes(32, 1), TotpAlgorithm.Sha256, 8), 61_234_567, -1, 3),
            new TotpKey(Bytes(64, 2), TotpAlgorithm.Sha512),
            new SkeySequence(SkeyAlgorithm.Md5, SkeySeed.Parse("do12345")!, 487, SkeyHash.FromBytes(Bytes(8, 3))) { IsCalculated = true },
            new LiveWebOtp(Passcode("a2b3c"), Noon.AddMinutes(5), [Noon.AddMinutes(-7), Noon]),
            new RecoveryCodes([Passcode("aaaaaa-aaaaaa"), Passcode("bbbbbb-bbbbbb")]),
            new BypassCode(Passcode("cccccc-cccccc"), 3, Noon.AddDays(2)),
            Devices())
        {
            Retired = [new RetiredFactor(FactorKind.Totp, 0x0123456789abcdef, 61_234_000), new RetiredFactor(FactorKind.Skey, -5, 0)],
        },
        Budget = new Budget(
            [
                new SourceBudget(Network("192.0.2.7"), [Noon, Noon.AddSeconds(1)], null, Noon.AddDays(-3))
                {
                    LongRun = new LongRun(Noon.AddDays(4)),
                    LastAnswer = new JudgedAnswer(51_234, Noon.AddSeconds(-3), JudgedAs.Right),
                },
                new SourceBudget(Network("2001:db8:1::7"), [], Noon.AddHours(1), null) { DisownedUntil = Noon.AddMinutes(30) },
                new SourceBudget(SourceNetwork.Unknown, [Noon.AddTicks(1)], null, null),
            ],
            [Noon, Noon.AddTicks(1)],
            Noon.AddMinutes(59))
        {
            UnknownNetworksLongRun = new LongRun(Noon.AddDays(20)),
        },
        History = new LoginHistory(
            new LastLogin(Noon.AddDays(-1), IPAddress.Parse("192.0.2.7"), FactorKind.Skey),
            [new FailedTries(Network("198.51.100.1"), 4), new FailedTries(SourceNetwork.Unknown, 1)])
        {
            HelpdeskCodeAt = Noon.AddHours(-3),
        },
        Portal = new PortalAccess(
            [
                new PortalSession([.. Bytes(32, 4)], Noon.AddHours(-1), Noon, SignInMeans.Link, IPAddress.Parse("2001:db8::9")),
                new PortalSession([.. Bytes(32, 5)], Noon, DateTimeOffset.MinValue, SignInMeans.SingleSignOn, null),
            ],
            new SignInLink(Passcode("dddddd-dddddd"), Noon.AddMinutes(10)))
        {
            Case = new HelpdeskCase("hal", Noon.AddMinutes(-3)) { Passcode = Passcode("2345678"), PasscodeExpires = Noon.AddMinutes(7), Proof = HelpdeskProof.Sheet },
            DeviceTicket = new SignInLink(Passcode("eeeeee-eeeeee"), Noon.AddMinutes(9)),
            Passkeys = [new Passkey([.. Bytes(16, 6)], [.. Bytes(77, 7)], 9, "Ada's telephone", Noon, ["internal", "hybrid"], true, true)],
        },
        DayKeys = new DayKeyAccess(
            [
                new DayKey(new PublicKey("ssh-ed25519", [.. Bytes(51, 8)]), "laptop", Noon, Noon.AddMinutes(-3), FactorKind.Totp, Noon.AddHours(9))
                {
                    OnlyFrom = [IPNetwork.Parse("192.0.2.0/28"), IPNetwork.Parse("2001:db8::/32")],
                    Network = Network("192.0.2.7"),
                    RefusedIn = Network("203.0.113.9"),
                    Only = KeyPurpose.Git,
                },
                new DayKey(new PublicKey("ssh-rsa", [.. Bytes(20, 9)]), "", Noon, Noon, FactorKind.Push, Noon.AddHours(1)),
            ],
            3),
    };

    /// <summary>What the databases that earlier versions left hold.</summary>
    public static Person EverythingOfOld(string name)
    {
        var everything = Everything(name);
        return everything with
        {
            Enrolments = everything.Enrolments with { Devices = DeviceSet.None, Retired = [], Skey = everything.Enrolments.Skey! with { IsCalculated = false } },
            Portal = PortalAccess.None,
            History = everything.History with { HelpdeskCodeAt = null },
            DayKeys = DayKeyAccess.None,
            Budget = everything.Budget with
            {
                UnknownNetworksLongRun = default,
                Sources = [.. everything.Budget.Sources.Select(s => s with { LongRun = default, DisownedUntil = null, LastAnswer = null })],
            },
        };
    }

    private static DeviceSet Devices()
    {
        var (browser, phone) = (DeviceId.New(Bytes(DeviceId.RandomBytes, 4)), DeviceId.New(Bytes(DeviceId.RandomBytes, 5)));
        return new DeviceSet(
            [
                Device.Browser(browser, "Pixel 9", DeviceKey.Read(Convert.FromHexString(Spki))!, Noon.AddDays(-9)) with
                {
                    Number = 1,
                    Subscription = WebPushSubscription.Read("https://push.example.org/send/a%2Fb", [4, .. Bytes(64, 6)], Bytes(16, 7)),
                    Channel = new DeviceChannel("ntfy", "ada-7f"),
                },
                Device.Phone(phone, "Mobile", PhoneNumber.Parse("+61491570006")!, Noon.AddDays(-8)) with { Number = 3 },
            ],
            new PendingPush(
                new PushId(new UInt128(0x0102030405060708, 0x090a0b0c0d0e0f10)),
                FactorKind.Push,
                [browser],
                "dora",
                IPAddress.Parse("192.0.2.7"),
                "rsync --server",
                Noon,
                Noon.AddMinutes(1),
                PushNumber.Of(42),
                2,
                PushVerdict.Approved,
                browser)
            {
                MayEndEarly = true,
                Told = new ToldByHost("VPN login", "Ada L.", [new ToldFact("from", "portal"), new ToldFact("Server IP", "192.0.2.2")]),
            },
            [Noon.AddMinutes(-3), Noon],
            new MessagePasscodes([Passcode("1234567")], Noon.AddMinutes(10), [Noon.AddMinutes(-1)]) { Network = Network("198.51.100.9") })
        {
            PendingPhone = new PendingPhone("Desk", PhoneNumber.Parse("+61291570007")!, Passcode("7654321"), Noon.AddMinutes(8), 3),
            ProofsSent = [Noon.AddHours(-2), Noon.AddMinutes(-2)],
        };
    }

    /// <summary>P-256's base point.</summary>
    private const string Spki =
        "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
        + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    public static byte[] Bytes(int count, byte first) => [.. Enumerable.Range(0, count).Select(i => (byte)(first + (i * 7)))];

    private static SourceNetwork Network(string address) => SourceNetwork.Of(IPAddress.Parse(address));

    private static PasscodeHash Passcode(string code) => PasscodeHash.Of(code, Bytes(PasscodeHash.SaltLength, (byte)code[0]));
}
