using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Sms;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins.Sms;

/// <summary>Passcodes by message: sent, used once, replaced, limited; and the attacks on them, a row each.</summary>
public sealed class SmsTests
{
    private readonly Site site = new();

    public SmsTests()
    {
        site.Policy = site.Policy with { Push = PushPolicy.Default with { Ways = DeviceWays.Push | DeviceWays.Sms }, Sms = new SmsPolicy(2, TimeSpan.FromMinutes(10), 3) };
        WithPhone("alice", "+61491570006");
    }

    [Fact]
    public void A_passcode_opens_one_login_and_its_sister_another()
    {
        var sent = Assert.IsType<LoginDecision.Sent>(Send("alice", "1111111", "2222222"));
        Assert.Equal(("New SMS passcodes sent.", "+61491570006"), (sent.Text, sent.Recipient?.PhoneNumber?.Text));
        Assert.Equal((AuditKind.PasscodesMessaged, "2 to sms1: Phone"), (sent.Events.Single().Kind, sent.Events.Single().Detail));

        var allowed = Assert.IsType<LoginDecision.Allow>(site.Answer(After("alice"), "222 2222"));
        Assert.Equal(FactorKind.Sms, allowed.Approval.Factor);
        Assert.IsType<LoginDecision.Ask>(site.Answer(After("alice"), "2222222"));
        Assert.IsType<LoginDecision.Allow>(site.Answer(After("alice"), "1111111"));
    }

    public static TheoryData<string, Func<SmsTests, LoginDecision>> Attacks => new()
    {
        { "a passcode after its life", t => { t.Send("alice", "1111111"); t.site.Now += TimeSpan.FromMinutes(10); return t.site.Answer(After("alice"), "1111111"); } },
        { "a passcode that newer ones replaced", t => { t.Send("alice", "1111111"); t.Send("alice", "2222222"); return t.site.Answer(After("alice"), "1111111"); } },
        { "another's passcode", t => { t.WithPhone("bob", "+61491570007"); t.Send("bob", "1111111"); return t.site.Answer(After("alice"), "1111111"); } },
        { "a passcode of an account that was locked since", t => { t.Send("alice", "1111111"); t.site.Apply("alice", p => Enrolling.Lock(p, "root")); return t.site.Answer(After("alice"), "1111111"); } },
        { "a passcode that was made for a name without a phone", t => { t.site.WithTotp("carol"); t.Before(); t.SendBefore("carol", "1111111"); return t.site.Answer(Site.From("carol"), "1111111"); } },
        { "a passcode that was made for nobody", t => { t.Before(); t.SendBefore("nobody", "1111111"); return t.site.Answer(Site.From("nobody"), "1111111"); } },
        { "a passcode whose device was removed", t =>
            {
                t.Send("alice", "1111111");
                t.site.Apply("alice", p => Enrolling.RemoveDevice(p, p.Enrolments.Devices.All.Single().Id, "alice"));
                return t.site.Answer(After("alice"), "1111111");
            }
        },
        { "the empty line", t => { t.Send("alice", "1111111"); return t.site.Answer(After("alice"), ""); } },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Opens_nothing(string attack, Func<SmsTests, LoginDecision> run)
    {
        Assert.NotNull(attack);
        Assert.IsNotType<LoginDecision.Allow>(run(this));
    }

    [Fact]
    public void More_messages_than_the_site_allows_are_refused_until_an_hour_has_passed()
    {
        for (var i = 0; i < 3; i++)
            Assert.IsType<LoginDecision.Sent>(Send("alice", "1111111"));
        Assert.Equal(LoginRefusal.MessageLimit, Assert.IsType<LoginDecision.Refuse>(Send("alice", "2222222")).Refusal);
        Assert.IsType<LoginDecision.Allow>(site.Answer(After("alice"), "1111111"));
        site.Now += TimeSpan.FromHours(1);
        Assert.IsType<LoginDecision.Sent>(Send("alice", "2222222"));
    }

    [Fact]
    public void Wrong_passcodes_count_like_any_wrong_code()
    {
        Send("alice", "1111111");
        for (var i = 0; i < 5; i++)
            site.Answer(After("alice"), $"999999{i}");
        Assert.Equal(LoginRefusal.Closed, Assert.IsType<LoginDecision.Refuse>(site.Answer(After("alice"), "123456")).Refusal);
    }

    [Fact]
    public void During_a_lockout_a_passcode_is_taken_where_it_was_asked_for_and_has_one_try()
    {
        for (var i = 0; i < 5; i++)
            site.Answer(After("alice"), $"999999{i}");
        Send("alice", "1111111", "2222222");
        Assert.IsType<LoginDecision.Refuse>(site.Answer(After("alice"), "2222222", 2));
        Assert.IsType<LoginDecision.Refuse>(site.Answer(After("alice"), "1111111", 2));

        Send("alice", "3333333");
        Assert.IsType<LoginDecision.Allow>(site.Answer(After("alice"), "3333333"));
    }

    [Fact]
    public void During_a_lockout_a_passcode_is_nothing_elsewhere()
    {
        for (var i = 0; i < 20; i++)
            site.Answer(After("alice", $"10.0.{i}.1"), $"99999{i:D2}");
        Send("alice", "1111111");
        Assert.IsNotType<LoginDecision.Allow>(site.Answer(After("alice", "10.0.50.1"), "1111111"));
        Assert.IsType<LoginDecision.Allow>(site.Answer(After("alice"), "1111111"));
    }

    [Fact]
    public void A_device_that_is_not_there_gets_nothing()
    {
        Assert.Equal(LoginRefusal.NoDevice, Assert.IsType<LoginDecision.Refuse>(Send("alice", "sms2", "1111111")).Refusal);
        site.WithTotp("carol");
        Assert.Equal(LoginRefusal.NoDevice, Assert.IsType<LoginDecision.Refuse>(Send("carol", "1111111")).Refusal);
    }

    [Fact]
    public void Before_the_password_a_message_to_nobody_looks_like_one_that_was_sent()
    {
        Before();
        var known = Assert.IsType<LoginDecision.Sent>(SendBefore("alice", "1111111"));
        // Whoever appears to have a phone: the mix says all.
        var nobody = Assert.IsType<LoginDecision.Sent>(SendBefore("nobody", "1111111"));
        Assert.Equal(known.Text, nobody.Text);
        Assert.Null(nobody.Recipient);
        for (var i = 0; i < 2; i++)
            Assert.Equal(SendBefore("alice", "1111111").GetType(), SendBefore("nobody", "1111111").GetType());
        Assert.Equal(LoginRefusal.MessageLimit, Assert.IsType<LoginDecision.Refuse>(SendBefore("alice", "1111111")).Refusal);
        Assert.Equal(LoginRefusal.MessageLimit, Assert.IsType<LoginDecision.Refuse>(SendBefore("nobody", "1111111")).Refusal);
    }

    [Fact]
    public void Before_the_password_nothing_is_sent_unless_the_site_says_so() =>
        Assert.Equal(LoginRefusal.NoDevice, Assert.IsType<LoginDecision.Refuse>(SendBefore("alice", "1111111")).Refusal);

    private void Before() => site.Policy = site.Policy with
    {
        Push = site.Policy.Push with { BeforePassword = PushBeforePassword.Always },
        Decoy = new Decoy(new byte[32], DecoyMix.Default with { PhonesOf256 = 256 }),
    };

    private static LoginAttempt After(string user, string source = "192.0.2.7") => Site.From(user, source) with { Order = LoginOrder.CodeLast };

    private LoginDecision Send(string user, params string[] codes) => Run(After(user), codes);

    private LoginDecision SendBefore(string user, params string[] codes) => Run(Site.From(user), codes);

    private LoginDecision Run(LoginAttempt attempt, string[] codes)
    {
        var word = codes[0].StartsWith("sms", StringComparison.Ordinal) ? codes[0] : "sms";
        var request = new SmsRequest(DeviceChoice.Read(word)!, [.. codes.Where(c => char.IsAsciiDigit(c[0])).Select(c => PasscodeHash.Of(c, new byte[16]))]);
        var decision = SmsRules.Send(site[attempt.User], attempt, request, site.Policy, site.Now);
        site[attempt.User] = decision.Next;
        return decision;
    }

    private void WithPhone(string user, string number)
    {
        site[user] = Person.Registered(user);
        var id = DeviceId.New([.. Enumerable.Range(0, DeviceId.RandomBytes).Select(i => (byte)(i + user[0]))]);
        site.Apply(user, person => Enrolling.AddDevice(person, Device.Phone(id, "Phone", PhoneNumber.Parse(number)!, site.Now), user));
    }
}
