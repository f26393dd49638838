using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins.Push;

/// <summary>Each row is an attack on alice's push: none may open the login. The second column is what the audit says of the answer, if it says anything.</summary>
public sealed class PushAttackTests
{
    private static readonly Dictionary<string, (Func<Scene, LoginDecision> Attack, string? Detail)> Attacks = new(StringComparer.Ordinal)
    {
        ["approval collected twice"] = (s =>
        {
            s.Approve();
            Assert.IsType<LoginDecision.Allow>(s.Collect());
            return s.Collect();
        }, null),
        ["approval replayed for the next push"] = (s =>
        {
            var old = s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, s.Number);
            s.AskAgain();
            return s.With(old);
        }, "no such push"),
        ["approval of an earlier push under the id of the next"] = (s =>
        {
            var old = s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, s.Number);
            s.AskAgain();
            return s.With(old with { Push = s.Push.Id });
        }, "wrong signature"),
        ["second approval after the login"] = (s =>
        {
            s.Approve();
            s.Collect();
            return s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, s.Number));
        }, "no such push"),
        ["approval after a denial"] = (s =>
        {
            s.Phone.Answer(s.Site, "alice", s.Push, PushReply.Deny);
            return s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, s.Number));
        }, "answered already"),
        ["a denial turned into an approval"] = (s => s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Deny, s.Number) with { Reply = PushReply.Approve }), "wrong signature"),
        ["a wrong number turned into the right one"] = (s => s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, "00") with { Number = s.Number }), "wrong signature"),
        ["approval without a number"] = (s => s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, string.Empty)), "wrong number 1 of 3"),
        ["approval by another user's device"] = (s =>
        {
            var mallory = PhoneInHand.Enrol(s.Site, "mallory", 9, "Other");
            return s.With(mallory.Sign("alice", s.Push.Id, PushReply.Approve, s.Number));
        }, "not a device of this person"),
        ["approval by another user's device under the name of hers"] = (s =>
        {
            var mallory = PhoneInHand.Enrol(s.Site, "mallory", 9, "Other");
            return s.With(mallory.Sign("alice", s.Push.Id, PushReply.Approve, s.Number, s.Phone.Id));
        }, "wrong signature"),
        ["approval by her device, signed for another user"] = (s => s.With(s.Phone.Sign("bob", s.Push.Id, PushReply.Approve, s.Number)), "wrong signature"),
        ["approval by a device of hers that was not asked"] = (s =>
        {
            var second = PhoneInHand.Enrol(s.Site, "alice", 2, "Laptop");
            return s.With(second.Sign("alice", s.Push.Id, PushReply.Approve, s.Number));
        }, "sent to another device"),
        ["approval by a device that was removed"] = (s =>
        {
            var signed = s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, s.Number);
            s.Site.Apply("alice", p => Enrolling.RemoveDevice(p, s.Phone.Id, "alice"));
            return s.With(signed);
        }, "not a device of this person"),
        ["approval whose device was removed before the login collected it"] = (s =>
        {
            s.Approve();
            s.Site.Apply("alice", p => Enrolling.RemoveDevice(p, s.Phone.Id, "alice"));
            return s.Collect();
        }, null),
        ["approval after it expired"] = (s =>
        {
            s.Site.Now += s.Site.Policy.Push.Life;
            return s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, s.Number));
        }, "expired"),
        ["approval while the account is locked"] = (s =>
        {
            s.Site.Apply("alice", p => Enrolling.Lock(p, "root"));
            return s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, s.Number));
        }, "locked"),
        ["approval of an account that is locked before the login collects it"] = (s =>
        {
            s.Approve();
            s.Site.Apply("alice", p => Enrolling.Lock(p, "root"));
            return s.Collect();
        }, null),
        ["approval collected by another host"] = (s =>
        {
            s.Approve();
            return s.Site.Collect(s.Login with { Host = "other" }, s.Push.Id);
        }, null),
        ["approval collected from another network"] = (s =>
        {
            s.Approve();
            return s.Site.Collect(s.Login with { Source = System.Net.IPAddress.Parse("198.51.100.1") }, s.Push.Id);
        }, null),
        ["approval collected for another user"] = (s =>
        {
            s.Approve();
            return s.Site.Collect(s.Login with { User = "mallory" }, s.Push.Id);
        }, null),
        ["approval without a number collected during a lockout"] = (s =>
        {
            s.Site.Policy = s.Site.Policy with { Push = s.Site.Policy.Push with { WithoutNumber = PushWithoutNumber.Always } };
            s.AskAgain(NumberDisplay.NotShown);
            s.Approve();
            for (var i = 0; i < 5; i++)
                s.Site.Answer(s.Login, $"00000{i}");
            return s.Collect();
        }, null),
        ["guessing a push id"] = (s =>
        {
            s.Approve();
            return s.Site.Collect(s.Login, new PushId(s.Push.Id.Value + 1));
        }, null),
        ["guessing the number, one of 90, three times"] = (s =>
        {
            for (var i = 0; i < 2; i++)
                s.Phone.Answer(s.Site, "alice", s.Push, PushReply.Approve, "00");
            s.Phone.Answer(s.Site, "alice", s.Push, PushReply.Approve, "01");
            return s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, s.Number));
        }, "answered already"),
        ["approval meant for the login that another one replaced"] = (s =>
        {
            var hers = s.Number;
            s.AskAgain(source: "192.0.2.66");
            return s.With(s.Phone.Sign("alice", s.Push.Id, PushReply.Approve, hers));
        }, "wrong number 1 of 3"),
        ["a key pressed in a call, for a push"] = (s =>
        {
            s.Site.Keep("alice", PushAnswers.AnswerCall(s.Site["alice"], s.Push.Id, PushReply.Approve, s.Number, s.Site.Policy, s.Site.Now));
            return s.Collect();
        }, "no such call"),
        ["an account that was removed and registered anew"] = (s =>
        {
            s.Approve();
            s.Site.Apply("alice", p => Enrolling.Remove(p, "root"));
            s.Site.Apply("alice", p => Enrolling.Register(p, "root"));
            return s.Collect();
        }, null),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_attack_opens_a_login(string attack)
    {
        var scene = new Scene();

        var decision = Attacks[attack].Attack(scene);

        Assert.IsNotType<LoginDecision.Allow>(decision);
        if (Attacks[attack].Detail is { } detail)
            Assert.Equal((AuditKind.PushAnswerRefused, detail), (scene.Site.Answered!.Events[^1].Kind, scene.Site.Answered.Events[^1].Detail));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("locked")]
    [InlineData("alice")]
    public void before_the_password_a_push_is_asked_for_any_name_alike(string user)
    {
        var site = new Site();
        PhoneInHand.Enrol(site, "alice");
        PhoneInHand.Enrol(site, "locked", 2);
        site.Apply("locked", p => Enrolling.Lock(p, "root"));
        var mix = DecoyMix.Default with { BrowsersOf256 = 256, PhonesOf256 = 0, SkeyOf256 = 0, WebOtpOf256 = 0 };
        site.Policy = LoginPolicy.Default(new Decoy(new byte[32], mix)) with
        {
            Push = PushPolicy.Default with { BeforePassword = PushBeforePassword.Always },
        };

        var prompt = Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From(user))).Prompt;
        Assert.Equal("Code from your authenticator app, or 1 push: ", prompt.Line);
        for (var i = 0; i < site.Policy.Push.PerHour; i++)
        {
            var wait = Assert.IsType<LoginDecision.Wait>(site.Ask(Site.From(user)));
            Assert.Equal($"Pushed a login request to your device: enter {wait.Push.Number!.Reveal()} there.", wait.Text);
            Assert.Equal(user == "alice" ? 1 : 0, wait.Recipients.Length);
            Assert.Equal(i < 9 ? LoginRefusal.PushWaits : LoginRefusal.PushLimit, Assert.IsType<LoginDecision.Refuse>(site.Ask(Site.From(user, "198.51.100.1"))).Refusal);
        }

        Assert.Equal(LoginRefusal.PushLimit, Assert.IsType<LoginDecision.Refuse>(site.Ask(Site.From(user))).Refusal);
    }

    [Fact]
    public void before_the_password_nothing_is_offered_and_no_device_is_named_unless_the_site_says_so()
    {
        var site = new Site().WithTotp("alice");
        PhoneInHand.Enrol(site, "alice");

        Assert.Empty(Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From("alice"))).Prompt.Menu);
        Assert.Equal(
            Assert.IsType<LoginDecision.Refuse>(site.Ask(Site.From("alice"))).Text,
            Assert.IsType<LoginDecision.Refuse>(site.Ask(Site.From("nobody"))).Text);

        site.Policy = site.Policy with { Push = site.Policy.Push with { BeforePassword = PushBeforePassword.Always } };
        Assert.DoesNotContain("Pixel", Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From("alice"))).Prompt.Lines, StringComparison.Ordinal);
        Assert.Equal(LoginRefusal.NoDevice, Assert.IsType<LoginDecision.Refuse>(site.Ask(Site.From("alice"), word: "push1")).Refusal);
    }

    /// <summary>Alice, her phone, and a login of hers that waits for it.</summary>
    private sealed class Scene
    {
        public Scene()
        {
            Site = new Site().WithTotp("alice");
            Phone = PhoneInHand.Enrol(Site, "alice");
            Push = Ask();
        }

        public Site Site { get; }

        public PhoneInHand Phone { get; }

        public LoginAttempt Login { get; private set; } = Site.From("alice") with { Order = LoginOrder.CodeLast };

        public PendingPush Push { get; private set; }

        public string Number => $"{Push.Number!.Reveal()}";

        public void Approve() => Assert.Equal(PushResult.Approved, Phone.Answer(Site, "alice", Push, PushReply.Approve));

        public LoginDecision Collect() => Site.Collect(Login, Push.Id);

        public LoginDecision With(PushAnswer answer)
        {
            Site.Answer("alice", answer);
            return Collect();
        }

        public void AskAgain(string source = "192.0.2.7")
        {
            Login = Login with { Source = System.Net.IPAddress.Parse(source) };
            Push = Ask();
        }

        public void AskAgain(NumberDisplay display) => Push = Assert.IsType<LoginDecision.Wait>(Site.Ask(Login, display)).Push;

        private PendingPush Ask() => Assert.IsType<LoginDecision.Wait>(Site.Ask(Login)).Push;
    }
}
