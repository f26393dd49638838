using System.Net;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins;

/// <summary>Each row is an attack on a login; its name says what the attacker does. None may be approved.</summary>
public sealed class AttackTests
{
    private static readonly Dictionary<string, Func<Site, LoginDecision>> Attacks = new(StringComparer.Ordinal)
    {
        ["replayed code"] = site => Twice(site, site.Code()),
        ["code of an earlier step after a later one was used"] = site =>
        {
            var earlier = site.Code(-1);
            site.Answer(Site.From("alice"), site.Code());
            return site.Answer(Site.From("alice"), earlier);
        },
        ["replayed code after the clock was set back"] = site =>
        {
            var code = site.Code();
            site.Answer(Site.From("alice"), code);
            site.Now -= TimeSpan.FromSeconds(30);
            return site.Answer(Site.From("alice"), code);
        },
        ["next but one code"] = site => site.Answer(Site.From("alice"), site.Code(2)),
        ["last but one code"] = site => site.Answer(Site.From("alice"), site.Code(-2)),
        ["code of another user"] = site =>
        {
            site.WithTotp("mallory", [.. Site.Key.Reverse()]);
            return site.Answer(Site.From("alice"), site.Code(0, [.. Site.Key.Reverse()]));
        },
        ["right code for a name in another case"] = site => site.Answer(Site.From("Alice"), site.Code()),
        ["right code while the network is closed"] = site =>
        {
            for (var i = 0; i < 5; i++)
                site.Answer(Site.From("alice"), "000000");
            return site.Answer(Site.From("alice", "192.0.2.200"), site.Code());
        },
        ["right code from a new network while strangers are closed"] = site =>
        {
            for (var i = 0; i < 20; i++)
                site.Answer(Site.From("alice", $"10.0.{i}.1"), "000000");
            return site.Answer(Site.From("alice", "198.51.100.9"), site.Code());
        },
        ["right code for a locked account"] = site =>
        {
            site.Apply("alice", p => Enrolling.Lock(p, "root"));
            return site.Answer(Site.From("alice"), site.Code());
        },
        ["locked account from a trusted network"] = site =>
        {
            site.Policy = site.Policy with { Trusted = new TrustedNetworks([IPNetwork.Parse("192.0.2.0/24")]) };
            site.Apply("alice", p => Enrolling.Lock(p, "root"));
            return site.Begin(Site.From("alice"));
        },
        ["code of the key before the last enrolment"] = site =>
        {
            var key = new TotpKey([.. Site.Key.Reverse()]);
            site.Apply("alice", p => Enrolling.StartTotp(p, key, "alice"));
            site.Apply("alice", p => Enrolling.ConfirmTotp(p, key.CodeAt(key.StepAt(site.Now)), "alice", site.Now));
            return site.Answer(Site.From("alice"), site.Code());
        },
        ["code of a key that was handed out but never confirmed"] = site =>
        {
            var key = new TotpKey([.. Site.Key.Reverse()]);
            site.Apply("alice", p => Enrolling.StartTotp(p, key, "alice"));
            return site.Answer(Site.From("alice"), key.CodeAt(key.StepAt(site.Now)));
        },
        ["the code that confirmed the enrolment, again at the login"] = site =>
        {
            var key = new TotpKey([.. Site.Key.Reverse()]);
            var code = key.CodeAt(key.StepAt(site.Now));
            site.Apply("alice", p => Enrolling.StartTotp(p, key, "alice"));
            site.Apply("alice", p => Enrolling.ConfirmTotp(p, code, "alice", site.Now));
            return site.Answer(Site.From("alice"), code);
        },
        ["TOTP code while a Web-OTP is live"] = site =>
        {
            Issue(site, "ABCDE");
            return site.Answer(Site.From("alice"), site.Code());
        },
        ["Web-OTP twice"] = site =>
        {
            Issue(site, "ABCDE");
            return Twice(site, "ABCDE");
        },
        ["Web-OTP after five minutes"] = site =>
        {
            Issue(site, "ABCDE");
            site.Now += TimeSpan.FromMinutes(5);
            return site.Answer(Site.From("alice"), "ABCDE");
        },
        ["Web-OTP that a newer one replaced"] = site =>
        {
            Issue(site, "ABCDE");
            Issue(site, "FGHJK");
            return site.Answer(Site.From("alice"), "ABCDE");
        },
        ["recovery code twice"] = site =>
        {
            site.WithRecoveryCodes("alice", "abcdef-ghjkmn");
            return Twice(site, "abcdef-ghjkmn");
        },
        ["recovery code of a set that was replaced"] = site =>
        {
            site.WithRecoveryCodes("alice", "abcdef-ghjkmn");
            site.WithRecoveryCodes("alice", "pqrtvw-xyz234");
            return site.Answer(Site.From("alice"), "abcdef-ghjkmn");
        },
        ["bypass code more often than it counts"] = site =>
        {
            Bypass(site, uses: 1);
            return Twice(site, "234678-9abcde");
        },
        ["bypass code after it expired"] = site =>
        {
            Bypass(site, uses: 5);
            site.Now += TimeSpan.FromHours(1);
            return site.Answer(Site.From("alice"), "234678-9abcde");
        },
        ["earlier skey line"] = site =>
        {
            var sheet = site.WithSkey("bob");
            site.Answer(Site.From("bob"), sheet.Lines[0].Words);
            return site.Answer(Site.From("bob"), sheet.Lines[0].Words);
        },
        ["skey line further down the sheet"] = site => site.Answer(Site.From("bob"), site.WithSkey("bob").Lines[1].Words),
        ["last skey line twice"] = site =>
        {
            var sheet = site.WithSkey("bob", lines: 1);
            site.Answer(Site.From("bob"), sheet.Lines[0].Words);
            return site.Answer(Site.From("bob"), sheet.Lines[0].Words);
        },
        ["what the decoy of an unknown name would take"] = site => site.Answer(Site.From("nobody"), DecoyCode(site, "nobody")),
        ["what the decoy of a name without factors would take"] = site =>
        {
            site["carol"] = Person.Registered("carol");
            return site.Answer(Site.From("carol"), DecoyCode(site, "carol"));
        },
        ["what sshd sends for a name without an account"] = site => site.Answer(Site.From("alice"), "\b\n\r\u007fINCORR"),
        ["empty answer"] = site => site.Answer(Site.From("alice"), string.Empty),
        ["answer of 10,000 digits"] = site => site.Answer(Site.From("alice"), new string('1', 10_000)),
        ["answer of 10,000 words"] = site => site.Answer(Site.From("bob"), string.Concat(Enumerable.Repeat("A ", 10_000))),
        ["code in full-width digits"] = site => site.Answer(Site.From("alice"), string.Concat(site.Code().Select(c => (char)(c - '0' + '０')))),
        ["code with a NUL behind it"] = site => site.Answer(Site.From("alice"), site.Code() + "\0"),
        ["two codes in one answer"] = site => site.Answer(Site.From("alice"), site.Code(-1) + site.Code()),
    };

    public static TheoryData<string> Rows => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Is_refused(string attack)
    {
        var site = new Site().WithTotp("alice");

        var decision = Attacks[attack](site);

        Assert.IsNotType<LoginDecision.Allow>(decision);
    }

    [Fact]
    public void Every_guess_at_any_name_counts_and_is_audited()
    {
        var site = new Site().WithTotp("alice");
        foreach (var name in new[] { "alice", "nobody" })
        {
            var decision = site.Answer(Site.From(name), "123456");

            Assert.Equal(1, site[name].History.FailedCount);
            Assert.Equal(AuditKind.CodeWrong, Assert.Single(decision.Events).Kind);
        }
    }

    private static LoginDecision Twice(Site site, string code)
    {
        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), code));
        return site.Answer(Site.From("alice"), code);
    }

    private static void Issue(Site site, string code) => site.Apply(
        "alice", p => Enrolling.IssueWebOtp(p, PasscodeHash.Of(code, new byte[16]), WebOtpPolicy.Default, "root", site.Now));

    private static void Bypass(Site site, int uses) => site.Apply(
        "alice", p => Enrolling.IssueBypass(p, new BypassCode(PasscodeHash.Of("234678-9abcde", new byte[16]), uses, site.Now.AddHours(1)), "root"));

    private static string DecoyCode(Site site, string name)
    {
        var shown = site.Policy.Decoy.For(name, site.Now);
        return shown.Totp is { } totp ? totp.Key.CodeAt(totp.Key.StepAt(site.Now)) : "ABCDE";
    }
}
