using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins.Push;

public sealed class PushTests
{
    private readonly Site site = new Site().WithTotp("alice");

    [Theory]
    [InlineData(PushVerdict.CallBusy, "The phone was busy.")]
    [InlineData(PushVerdict.CallUnanswered, "Nobody answered the call.")]
    [InlineData(PushVerdict.CallNotConnected, "The call could not be put through.")]
    [InlineData(PushVerdict.CallWithoutKey, "The call ended and no key was pressed.")]
    public void a_call_that_reached_nobody_ends_the_login_that_came_after_the_password_and_counts_nothing(PushVerdict how, string text)
    {
        WithPhone();
        var attempt = Site.From("alice") with { Order = LoginOrder.CodeLast };
        var waits = Assert.IsType<LoginDecision.Wait>(site.Ask(attempt, word: "phone"));

        Assert.Equal(PushResult.CallEnded, site.Keep("alice", PushAnswers.EndCall(site["alice"], waits.Push.Id, how, site.Now)));
        Assert.Equal(PushResult.TooLate, site.Keep("alice", PushAnswers.EndCall(site["alice"], waits.Push.Id, how, site.Now)));
        Assert.Equal(PushResult.TooLate, site.Keep("alice", PushAnswers.AnswerCall(site["alice"], waits.Push.Id, PushReply.Approve, $"{waits.Push.Number!.Reveal()}", site.Policy, site.Now)));

        Assert.StartsWith(text, Assert.IsType<LoginDecision.Refuse>(site.Collect(attempt, waits.Push.Id)).Text, StringComparison.Ordinal);
        Assert.Empty(site["alice"].Budget.Sources.SelectMany(source => source.Failures));
        Assert.IsType<LoginDecision.Wait>(site.Ask(attempt, word: "phone"));
    }

    [Fact]
    public void before_the_password_a_busy_phone_is_not_told_since_names_without_a_phone_wait_too()
    {
        WithPhone();
        site.Policy = site.Policy with { Push = site.Policy.Push with { BeforePassword = PushBeforePassword.Always } };
        var waits = Assert.IsType<LoginDecision.Wait>(site.Ask(Site.From("alice"), word: "phone"));

        Assert.Equal(PushResult.CallEnded, site.Keep("alice", PushAnswers.EndCall(site["alice"], waits.Push.Id, PushVerdict.CallBusy, site.Now)));

        Assert.IsType<LoginDecision.Wait>(site.Collect(Site.From("alice"), waits.Push.Id));
        site.Now = waits.Push.Expires;
        Assert.Contains("not approved in time", Assert.IsType<LoginDecision.Refuse>(site.Collect(Site.From("alice"), waits.Push.Id)).Text, StringComparison.Ordinal);
    }

    private void WithPhone()
    {
        site.Policy = site.Policy with { Push = site.Policy.Push with { Ways = DeviceWays.Push | DeviceWays.Phone | DeviceWays.Sms } };
        site.Apply("alice", p => Enrolling.AddDevice(p, Device.Phone(DeviceId.New(new byte[DeviceId.RandomBytes]), "Mobile", PhoneNumber.Parse("+61491570006")!, site.Now), "root"));
    }

    [Fact]
    public void an_approved_push_opens_the_login_that_asked()
    {
        var phone = PhoneInHand.Enrol(site, "alice");
        var wait = Waits(site.Ask(Late("alice")));
        Assert.Equal([phone.Id], wait.Recipients.Select(d => d.Id));
        Assert.Equal($"Pushed a login request to Pixel 9: enter {wait.Push.Number!.Reveal()} there.", wait.Text);
        Assert.IsType<LoginDecision.Wait>(site.Collect(Late("alice"), wait.Push.Id));

        Assert.Equal(PushResult.Approved, phone.Answer(site, "alice", wait.Push, PushReply.Approve));
        var allow = Assert.IsType<LoginDecision.Allow>(site.Collect(Late("alice"), wait.Push.Id));

        Assert.Equal(FactorKind.Push, allow.Approval.Factor);
        Assert.Equal(AuditKind.LoginAllowed, Assert.Single(allow.Events).Kind);
        Assert.Null(site["alice"].Enrolments.Devices.Push);
    }

    [Fact]
    public void what_happens_is_audited()
    {
        var phone = PhoneInHand.Enrol(site, "alice");
        var wait = Waits(site.Ask(Late("alice")));
        var answered = PushAnswers.Answer(site["alice"], phone.Sign("alice", wait.Push.Id, PushReply.Approve, $"{wait.Push.Number!.Reveal()}"), site.Policy, site.Now);

        Assert.Equal(new AuditEvent(AuditKind.PushSent, "alice", Late("alice").Source, "door", Detail: $"{wait.Push.Id} to push1: Pixel 9"), Assert.Single(wait.Events));
        Assert.Equal(new AuditEvent(AuditKind.PushApproved, "alice", Late("alice").Source, "door", Detail: $"{wait.Push.Id} on Pixel 9"), Assert.Single(answered.Events));
        Assert.All(wait.Events.Concat(answered.Events), e => Assert.DoesNotContain($" {wait.Push.Number.Reveal()} ", $" {e.Detail} ", StringComparison.Ordinal));
    }

    [Fact]
    public void a_denied_push_refuses_the_login_and_counts_like_a_wrong_code()
    {
        var phone = PhoneInHand.Enrol(site, "alice");
        for (var i = 0; i < site.Policy.Budgets.FailuresPerSource; i++)
        {
            var wait = Waits(site.Ask(Late("alice")));
            Assert.Equal(PushResult.Denied, phone.Answer(site, "alice", wait.Push, PushReply.Deny));
            Assert.Equal(LoginRefusal.PushDenied, Refused(site.Collect(Late("alice"), wait.Push.Id)));
        }

        Assert.Equal(LoginRefusal.Closed, Refused(site.Ask(Late("alice"))));
        Assert.IsType<LoginDecision.Ask>(site.Begin(Late("alice", "198.51.100.4")));
    }

    [Fact]
    public void not_me_closes_the_network_at_once_and_no_other()
    {
        var phone = PhoneInHand.Enrol(site, "alice");
        var wait = Waits(site.Ask(Late("alice")));

        Assert.Equal(PushResult.SourceClosed, phone.Answer(site, "alice", wait.Push, PushReply.NotMe));

        Assert.Equal(LoginRefusal.PushDenied, Refused(site.Collect(Late("alice"), wait.Push.Id)));
        Assert.Equal(LoginRefusal.Closed, Refused(site.Begin(Late("alice", "192.0.2.99"))));
        Assert.IsType<LoginDecision.Ask>(site.Begin(Late("alice", "198.51.100.4")));
    }

    [Fact]
    public void the_third_wrong_number_denies()
    {
        var phone = PhoneInHand.Enrol(site, "alice");
        var wait = Waits(site.Ask(Late("alice")));

        Assert.Equal(
            [PushResult.WrongNumber, PushResult.WrongNumber, PushResult.WrongNumberTooOften, PushResult.TooLate],
            Enumerable.Range(0, 4).Select(i => phone.Answer(site, "alice", wait.Push, PushReply.Approve, i == 3 ? null : "00")).ToList());
        Assert.Equal(LoginRefusal.PushDenied, Refused(site.Collect(Late("alice"), wait.Push.Id)));
    }

    [Fact]
    public void a_push_that_nobody_answers_runs_out_and_is_not_sent_again()
    {
        PhoneInHand.Enrol(site, "alice");
        var wait = Waits(site.Ask(Late("alice")));
        site.Now += site.Policy.Push.Life;

        var decision = site.Collect(Late("alice"), wait.Push.Id);

        Assert.Equal(LoginRefusal.PushExpired, Refused(decision));
        Assert.Equal(AuditKind.PushExpired, Assert.Single(decision.Events).Kind);
        Assert.Equal(LoginRefusal.PushGone, Refused(site.Collect(Late("alice"), wait.Push.Id)));
    }

    [Fact]
    public void an_approval_may_be_collected_a_minute_after_the_end_and_no_longer()
    {
        var phone = PhoneInHand.Enrol(site, "alice");
        foreach (var (late, opens) in new[] { (PushRules.CollectWithin - TimeSpan.FromSeconds(1), true), (PushRules.CollectWithin, false) })
        {
            var wait = Waits(site.Ask(Late("alice")));
            phone.Answer(site, "alice", wait.Push, PushReply.Approve);
            site.Now = wait.Push.Expires + late;
            Assert.Equal(opens, site.Collect(Late("alice"), wait.Push.Id) is LoginDecision.Allow);
        }
    }

    [Fact]
    public void one_waits_at_a_time()
    {
        PhoneInHand.Enrol(site, "alice");
        var first = Waits(site.Ask(Late("alice")));

        Assert.Equal(LoginRefusal.PushWaits, Refused(site.Ask(Late("alice", "198.51.100.4"))));
        Waits(site.Ask(Late("alice", "192.0.2.9")));
        Assert.Equal(LoginRefusal.PushGone, Refused(site.Collect(Late("alice"), first.Push.Id)));
    }

    [Fact]
    public void ten_an_hour_are_sent_and_the_tenth_says_so_in_the_audit()
    {
        PhoneInHand.Enrol(site, "alice");
        var last = Enumerable.Range(0, site.Policy.Push.PerHour).Select(_ => Waits(site.Ask(Late("alice")))).ToList()[^1];

        Assert.Equal([AuditKind.PushSent, AuditKind.PushLimited], last.Events.Select(e => e.Kind));
        var refused = site.Ask(Late("alice"));
        Assert.Equal(LoginRefusal.PushLimit, Refused(refused));
        Assert.Empty(refused.Events);
        site.Now += TimeSpan.FromHours(1);
        Waits(site.Ask(Late("alice")));
    }

    [Fact]
    public void without_a_number_only_where_the_site_lets()
    {
        var phone = PhoneInHand.Enrol(site, "alice");
        Assert.Equal(LoginRefusal.NumberNotShown, Refused(site.Ask(Late("alice"), NumberDisplay.NotShown)));

        site.Policy = site.Policy with { Push = site.Policy.Push with { WithoutNumber = PushWithoutNumber.Always } };
        var wait = Waits(site.Ask(Late("alice"), NumberDisplay.NotShown));

        Assert.Null(wait.Push.Number);
        Assert.Equal(PushResult.Approved, phone.Answer(site, "alice", wait.Push, PushReply.Approve));
        Assert.IsType<LoginDecision.Allow>(site.Collect(Late("alice"), wait.Push.Id));
    }

    [Fact]
    public void a_trusted_network_needs_no_push_and_a_lockout_takes_one_with_its_number()
    {
        var phone = PhoneInHand.Enrol(site, "alice");
        site.Policy = site.Policy with { Push = site.Policy.Push with { WithoutNumber = PushWithoutNumber.Always } };
        for (var i = 0; i < 5; i++)
            site.Answer(Late("alice"), $"00000{i}");
        Assert.Equal(LoginRefusal.NumberNotShown, Refused(site.Ask(Late("alice"), NumberDisplay.NotShown)));
        var wait = Waits(site.Ask(Late("alice")));
        Assert.Equal(PushResult.Approved, phone.Answer(site, "alice", wait.Push, PushReply.Approve));
        Assert.IsType<LoginDecision.Allow>(site.Collect(Late("alice"), wait.Push.Id));

        site.Policy = site.Policy with { Trusted = new TrustedNetworks([System.Net.IPNetwork.Parse("198.51.100.0/24")]) };
        Assert.IsType<LoginDecision.Allow>(site.Ask(Late("alice", "198.51.100.4")));
    }

    [Fact]
    public void after_the_password_the_menu_names_the_devices()
    {
        site.Policy = site.Policy with { Push = site.Policy.Push with { Ways = DeviceWays.Push | DeviceWays.Phone | DeviceWays.Sms } };
        PhoneInHand.Enrol(site, "alice");
        site.Apply("alice", p => Enrolling.AddDevice(p, Device.Phone(DeviceId.New(new byte[DeviceId.RandomBytes]), "Mobile", PhoneNumber.Parse("+61491570006")!, site.Now), "alice"));

        var prompt = Assert.IsType<LoginDecision.Ask>(site.Begin(Late("alice"))).Prompt;

        Assert.Equal(
            "Choose how to approve this login, or type a code:\n\n"
            + " 1. Push to Pixel 9\n 2. Call to Mobile (XXX-0006)\n 3. SMS passcodes to Mobile (XXX-0006)\n\n"
            + "Code from your authenticator app or option (1-3): ",
            prompt.Lines);
        Assert.Equal("Code from your authenticator app, or 1 push1, 2 phone2, 3 sms2: ", prompt.Line);
        Assert.Equal(
            "push1 phone2 sms2 push1 phone2 push - -",
            string.Join(' ', "1,2, 3,push1,PHONE2,push,4,123456".Split(',').Select(typed => DeviceChoice.Read(typed, prompt.Menu)?.Word ?? "-")));
    }

    [Fact]
    public void somebody_with_devices_and_no_code_is_not_asked_for_one()
    {
        PhoneInHand.Enrol(site, "bob");

        Assert.Equal("Passcode: ", Assert.IsType<LoginDecision.Ask>(site.Begin(Late("bob"))).Prompt.Text);
    }

    [Theory]
    [InlineData("push", "push")]
    [InlineData("Push2", "push2")]
    [InlineData(" sms ", "sms")]
    [InlineData("phone10", "phone10")]
    [InlineData("push0", null)]
    [InlineData("push01", null)]
    [InlineData("push100", null)]
    [InlineData("push 2", null)]
    [InlineData("pushy", null)]
    [InlineData("2push", null)]
    [InlineData("", null)]
    [InlineData("２", null)]
    public void a_device_is_chosen_by(string typed, string? word) => Assert.Equal(word, DeviceChoice.Read(typed)?.Word);

    private static LoginAttempt Late(string user, string source = "192.0.2.7") => Site.From(user, source) with { Order = LoginOrder.CodeLast };

    private static LoginDecision.Wait Waits(LoginDecision decision) => Assert.IsType<LoginDecision.Wait>(decision);

    private static LoginRefusal Refused(LoginDecision decision) => Assert.IsType<LoginDecision.Refuse>(decision).Refusal;
}
