using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;
using Sallyport.Rules.Tests.Logins;

namespace Sallyport.Rules.Tests.Portal;

/// <summary>Proofs to the helpdesk: what counts, once, and what the person hears of it.</summary>
public sealed class HelpdeskTests
{
    private const string Bypass = "abcdef-ghjkmn";
    private readonly Site site = new();

    public HelpdeskTests() => site["ada"] = Person.Registered("ada");

    private Person Ada => site["ada"];

    [Fact]
    public void a_line_of_the_sheet_counts_beside_an_app_and_is_used_up()
    {
        var sheet = site.WithSkey("ada");
        site.WithTotp("ada");
        Open();

        var proved = Done(Prove(sheet.Lines[0].Words));

        Assert.Equal((HelpdeskProof.Sheet, 29), (Ada.Portal.Case!.Proof, Ada.Enrolments.Skey!.Line));
        Assert.Equal(new AuditEvent(AuditKind.HelpdeskProofGiven, "ada", Actor: "helper", Detail: "a line of the printed sheet"), Assert.Single(proved.Events));
    }

    [Fact]
    public void a_passcode_counts_for_its_life_and_until_the_next()
    {
        var phone = Device.Phone(DeviceId.New(new byte[DeviceId.RandomBytes]), "Brick", PhoneNumber.Parse("+61491570006")!, site.Now);
        site.Apply("ada", ada => Enrolling.AddPhone(ada, phone, PhoneProof.Passcode, "ada"));
        Open();
        Done(Ask(phone.Id, "1111111"));
        Done(Ask(phone.Id, "2222222"));
        Refused(Prove("1111111"));
        site.Now += TimeSpan.FromMinutes(10);
        Refused(Prove("2222222"));

        Open();
        Done(Ask(phone.Id, "3333333"));
        Open();
        Refused(Prove("3333333"));
        Done(Ask(phone.Id, "4444444"));
        Done(Prove("4444444"));
        Done(Apply(HelpdeskRules.Issue(Ada, "helper", Code(), site.Now)));
        Open();
        Refused(Prove("4444444"));
    }

    [Fact]
    public void a_phone_that_is_not_proved_gets_no_passcode()
    {
        site.Apply("ada", ada => PhoneProving.Start(ada, "Brick", PhoneNumber.Parse("+61491570006")!, Hash("1111111"), "ada", site.Now));
        Open();

        Refused(Ask(DeviceId.New(new byte[DeviceId.RandomBytes]), "2222222"));
        Refused(Prove("1111111"));
    }

    [Fact]
    public void the_person_is_told_at_the_next_login_that_is_not_by_the_code_itself()
    {
        site.WithRecoveryCodes("ada", "nnnnnn-pppppp", "qqqqqq-rrrrrr");
        Open();
        Done(Prove("nnnnnn-pppppp"));
        Done(Apply(HelpdeskRules.Issue(Ada, "helper", Code(), site.Now)));
        var sentence = "The helpdesk issued a bypass code for you at 2026-03-29 01:59 UTC. If you did not ask for it, tell your administrator.";

        var byCode = Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("ada"), Bypass));
        var byOther = Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("ada"), "qqqqqq-rrrrrr"));

        Assert.Equal((FactorKind.BypassCode, FactorKind.RecoveryCode), (byCode.Approval.Factor, byOther.Approval.Factor));
        Assert.Contains(sentence, byCode.Approval.Notices);
        Assert.Contains(sentence, byOther.Approval.Notices);
        Assert.Null(Ada.History.HelpdeskCodeAt);
    }

    [Fact]
    public void signing_out_everywhere_and_a_clock_that_is_set_back_end_a_case()
    {
        Open();
        site["ada"] = PortalRules.SignOutEverywhere(Ada, null).Next;
        Assert.Null(HelpdeskRules.CaseOf(Ada, "helper", site.Now));

        Open();
        Assert.NotNull(HelpdeskRules.CaseOf(Ada, "helper", site.Now));
        Assert.Null(HelpdeskRules.CaseOf(Ada, "colleague", site.Now));
        Assert.Null(HelpdeskRules.CaseOf(Ada, "helper", site.Now.AddSeconds(-1)));
        Assert.Null(HelpdeskRules.CaseOf(Ada, "helper", site.Now + HelpdeskCase.Life));
    }

    [Fact]
    public void for_a_name_that_nobody_registered_there_is_no_case() =>
        Assert.IsType<PersonChange.Refused>(HelpdeskRules.Open(Person.Unregistered("eve"), "helper", site.Now));

    private void Open() => Done(Apply(HelpdeskRules.Open(Ada, "helper", site.Now)));

    private PersonChange Ask(DeviceId phone, string code) => Apply(HelpdeskRules.AskByMessage(Ada, "helper", phone, Hash(code), SmsPolicy.Default, site.Now));

    private PersonChange Prove(string answer) => Apply(HelpdeskRules.Prove(Ada, "helper", answer, BudgetPolicy.Default, site.Now));

    private BypassCode Code() => new(Hash(Bypass), 1, site.Now.AddHours(1));

    private PersonChange Apply(PersonChange change)
    {
        if ((change as PersonChange.Done ?? (change as PersonChange.Refused)?.Counted) is { } stored)
            site["ada"] = stored.Next;
        return change;
    }

    private static PersonChange.Done Done(PersonChange change) => Assert.IsType<PersonChange.Done>(change);

    private static void Refused(PersonChange change) => Assert.IsType<PersonChange.Refused>(change);

    private static PasscodeHash Hash(string code) => PasscodeHash.Of(code, new byte[PasscodeHash.SaltLength]);
}
