using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Passcodes;
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
            new SkeySequence(SkeyAlgorithm.Md5, SkeySeed.Parse("do12345")!, 487, SkeyHash.FromBytes(Bytes(8, 3))),
            new LiveWebOtp(Passcode("a2b3c"), Noon.AddMinutes(5), [Noon.AddMinutes(-7), Noon]),
            new RecoveryCodes([Passcode("aaaaaa-aaaaaa"), Passcode("bbbbbb-bbbbbb")]),
            new BypassCode(Passcode("cccccc-cccccc"), 3, Noon.AddDays(2))),
        Budget = new Budget(
            [
                new SourceBudget(Network("192.0.2.7"), [Noon, Noon.AddSeconds(1)], null, Noon.AddDays(-3)),
                new SourceBudget(Network("2001:db8:1::7"), [], Noon.AddHours(1), null),
                new SourceBudget(SourceNetwork.Unknown, [Noon.AddTicks(1)], null, null),
            ],
            [Noon, Noon.AddTicks(1)],
            Noon.AddMinutes(59)),
        History = new LoginHistory(
            new LastLogin(Noon.AddDays(-1), IPAddress.Parse("192.0.2.7"), FactorKind.Skey),
            [new FailedTries(Network("198.51.100.1"), 4), new FailedTries(SourceNetwork.Unknown, 1)]),
    };

    public static byte[] Bytes(int count, byte first) => [.. Enumerable.Range(0, count).Select(i => (byte)(first + (i * 7)))];

    private static SourceNetwork Network(string address) => SourceNetwork.Of(IPAddress.Parse(address));

    private static PasscodeHash Passcode(string code) => PasscodeHash.Of(code, Bytes(PasscodeHash.SaltLength, (byte)code[0]));
}
