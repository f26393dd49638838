using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.Logins.Sms;
using Sallyport.Rules.People;
using Sallyport.Rules.Tests.Logins;

namespace Sallyport.Rules.Tests.People;

/// <summary>A phone number counts when a passcode that was sent to it came back; and the attacks on that, a row each.</summary>
public sealed class PhoneProvingTests
{
    private const string Right = "1234567";
    private static readonly PhoneNumber Number = PhoneNumber.Parse("+61491570006")!;
    private static readonly PhoneNumber Other = PhoneNumber.Parse("+61491570007")!;

    private readonly Site site = new();

    public PhoneProvingTests()
    {
        site["ada"] = Person.Registered("ada");
        site.Policy = site.Policy with { Push = PushPolicy.Default with { Ways = DeviceWays.Push | DeviceWays.Phone | DeviceWays.Sms, BeforePassword = PushBeforePassword.Always } };
        site.WithTotp("bob");
    }

    private Person Ada => site["ada"];

    private DeviceSet Devices => Ada.Enrolments.Devices;

    [Fact]
    public void the_right_passcode_makes_the_number_a_device_and_is_used_up()
    {
        var sent = Done(Start());
        var proved = Done(Prove(Right));

        Assert.Equal(new AuditEvent(AuditKind.PhonePasscodeSent, "ada", Actor: "ada", Detail: "Brick, XXX-0006"), Assert.Single(sent.Events));
        Assert.Equal(new AuditEvent(AuditKind.DeviceAdded, "ada", Actor: "ada", Detail: "phone 1: Brick, XXX-0006, proved by a passcode"), Assert.Single(proved.Events));
        Assert.Equal((Number, DeviceKind.Phone), (Assert.Single(Devices.All).PhoneNumber, Devices.All[0].Kind));
        Assert.Null(Devices.PendingPhone);
        Refused(Prove(Right));
    }

    [Theory]
    [InlineData(LoginOrder.CodeFirst)]
    [InlineData(LoginOrder.CodeLast)]
    public void a_number_that_waits_is_offered_nowhere_and_gets_neither_message_nor_call(LoginOrder order)
    {
        site.Apply("bob", bob => PhoneProving.Start(bob, "Brick", Number, Hash(Right), "bob", site.Now));
        var attempt = Site.From("bob") with { Order = order };

        Assert.Empty(Assert.IsType<LoginDecision.Ask>(LoginRules.Begin(site["bob"], attempt, site.Policy, site.Now)).Prompt.Menu);
        foreach (var word in new[] { "sms", "sms1" })
            Assert.Equal(LoginRefusal.NoDevice, Refusal(SmsRules.Send(site["bob"], attempt, new SmsRequest(DeviceChoice.Read(word)!, [Hash("7654321")]), site.Policy, site.Now)));
        var call = new PushRequest(DeviceChoice.Read("phone1")!, NumberDisplay.Shown, new PushId(1), PushNumber.Of(42));
        Assert.Equal(LoginRefusal.NoDevice, Refusal(PushRules.Ask(site["bob"], attempt, call, site.Policy, site.Now)));
        Assert.IsNotType<LoginDecision.Allow>(LoginRules.Answer(site["bob"], attempt, 0, Right, site.Policy, site.Now));
    }

    public static TheoryData<string, Action<PhoneProvingTests>> Attacks => new()
    {
        { "a guess", t => t.Prove("7654321") },
        { "nothing", t => t.Prove("") },
        { "a passcode after its life", t => { t.site.Now += PendingPhone.Life; t.Prove(Right); } },
        { "the right passcode after too many wrong ones", t => { for (var i = 0; i < PendingPhone.MostTries; i++) t.Prove("7654321"); t.Prove(Right); } },
        { "the passcode of the number before", t => { t.site.Now += PendingPhone.Pause; Done(t.Start(Other, "7654321")); t.Prove(Right); } },
        { "the passcode before the last", t => { t.site.Now += PendingPhone.Pause; Done(t.Resend("7654321")); t.Prove(Right); } },
        { "a passcode for a number that was given up", t => { Done(t.Apply(PhoneProving.Cancel(t.Ada, "ada"))); t.Prove(Right); } },
        { "the passcode of an account that was locked since", t => { t.site.Apply("ada", p => Enrolling.Lock(p, "root")); t.Prove(Right); } },
        { "another's passcode", t => t.site["bob"] = (PhoneProving.Prove(t.site["bob"], Right, Id(9), "bob", t.site.Now) as PersonChange.Done)?.Next ?? t.site["bob"] },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void makes_no_device(string attack, Action<PhoneProvingTests> run)
    {
        Assert.NotNull(attack);
        Done(Start());

        run(this);

        Assert.Empty(Devices.All);
        Assert.Empty(site["bob"].Enrolments.Devices.All);
    }

    [Fact]
    public void a_wrong_passcode_is_counted_and_audited()
    {
        Done(Start());

        var wrong = Assert.IsType<PersonChange.Refused>(Prove("7654321"));

        Assert.Equal(new AuditEvent(AuditKind.PhonePasscodeWrong, "ada", Actor: "ada", Detail: "XXX-0006, 4 tries left"), Assert.Single(wrong.Counted!.Events));
        Assert.Equal(4, Devices.PendingPhone!.TriesLeft);
        Done(Prove(Right));
    }

    [Fact]
    public void a_phone_gets_five_messages_a_day_a_minute_apart_whatever_number_is_entered()
    {
        Done(Start());
        Refused(Resend(Right));
        for (var i = 1; i < PendingPhone.MostADay; i++)
        {
            site.Now += PendingPhone.Pause;
            Done(i % 2 == 0 ? Start(Number, Right) : Start(Other, Right));
        }

        site.Now += PendingPhone.Pause;
        Refused(Resend(Right));
        Done(Apply(PhoneProving.Cancel(Ada, "ada")));
        Refused(Start());
        site.Now -= TimeSpan.FromDays(2); // a clock that is set back frees nothing
        Refused(Start());
        site.Now += TimeSpan.FromDays(3) + TimeSpan.FromMinutes(10);
        Done(Start());
    }

    [Fact]
    public void nothing_is_sent_for_who_may_not_have_the_device()
    {
        Refused(PhoneProving.Start(Person.Unregistered("eve"), "Brick", Number, Hash(Right), "eve", site.Now));
        Refused(Start(Number, Right, "a\u202eb"));
        Refused(Resend(Right));
        site.Apply("ada", p => Enrolling.AddPhone(p, Device.Phone(Id(1), "Desk", Number, site.Now), PhoneProof.Administrator, "root"));
        Refused(Start());
        site.Apply("ada", p => Enrolling.Lock(p, "root"));
        Refused(Start(Other, Right));
    }

    [Fact]
    public void an_administrators_word_is_in_the_audit_and_ends_the_wait_for_that_number()
    {
        Done(Start());

        var added = Done(Apply(Enrolling.AddPhone(Ada, Device.Phone(Id(1), "Brick", Number, site.Now), PhoneProof.Administrator, "root")));

        Assert.Equal(new AuditEvent(AuditKind.DeviceAdded, "ada", Actor: "root", Detail: "phone 1: Brick, XXX-0006, proved as an administrator says"), Assert.Single(added.Events));
        Assert.Null(Devices.PendingPhone);
        Refused(Prove(Right));
    }

    private PersonChange Start() => Start(Number, Right);

    private PersonChange Start(PhoneNumber number, string code, string name = "Brick") => Apply(PhoneProving.Start(Ada, name, number, Hash(code), "ada", site.Now));

    private PersonChange Resend(string code) => Apply(PhoneProving.Resend(Ada, Number, Hash(code), "ada", site.Now));

    private PersonChange Prove(string answer) => Apply(PhoneProving.Prove(Ada, answer, Id(7), "ada", site.Now));

    private PersonChange Apply(PersonChange change)
    {
        if ((change as PersonChange.Done ?? (change as PersonChange.Refused)?.Counted) is { } stored)
            site["ada"] = stored.Next;
        return change;
    }

    private static PersonChange.Done Done(PersonChange change) => Assert.IsType<PersonChange.Done>(change);

    private static void Refused(PersonChange change) => Assert.Null(Assert.IsType<PersonChange.Refused>(change).Counted);

    private static LoginRefusal Refusal(LoginDecision decision) => Assert.IsType<LoginDecision.Refuse>(decision).Refusal;

    private static PasscodeHash Hash(string code) => PasscodeHash.Of(code, new byte[PasscodeHash.SaltLength]);

    private static DeviceId Id(byte seed) => DeviceId.New([seed, .. new byte[DeviceId.RandomBytes - 1]]);
}
