using Sallyport.Rules.Audit;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;
using Sallyport.Rules.Tests.Logins;

namespace Sallyport.Rules.Tests.Enforcing;

/// <summary>Logins while the roll-out does not demand a factor of a name.</summary>
public sealed class NotEnforcedTests
{
    private readonly Site site = new();

    public NotEnforcedTests() => site.Policy = site.Policy with { Enforcement = new Enforcement.NotYet("enrol soon") };

    [Fact]
    public void a_person_without_a_factor_goes_on_by_an_event_of_its_own_and_is_told_to_enrol()
    {
        site["ada"] = Person.Registered("ada");

        var allow = Assert.IsType<LoginDecision.Allow>(site.Begin(Site.From("ada")));

        Assert.Equal(ApprovalGround.NotEnforced, allow.Approval.Ground);
        Assert.Null(allow.Approval.Factor);
        Assert.Equal(["enrol soon"], allow.Approval.Notices);
        var happened = Assert.Single(allow.Events);
        Assert.Equal((AuditKind.LoginNotEnforced, "ada", "192.0.2.7", "door"), (happened.Kind, happened.Person, happened.Source?.ToString(), happened.Host));
    }

    [Fact]
    public void nothing_of_the_person_changes_by_it()
    {
        site["ada"] = Person.Registered("ada");
        var before = site["ada"];

        Assert.Same(before, site.Begin(Site.From("ada")).Next);
    }

    [Fact]
    public void who_has_a_factor_is_asked_for_it()
    {
        site.WithTotp("ada");

        Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From("ada")));
        Assert.Equal(ApprovalGround.Factor, Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("ada"), site.Code())).Approval.Ground);
    }

    /// <summary>What must not turn an enrolled or locked person into one who goes on by the password alone.</summary>
    [Theory]
    [InlineData("the account is locked")]
    [InlineData("the sheet is used up")]
    [InlineData("only recovery codes are left")]
    [InlineData("only a bypass code is there")]
    [InlineData("the budget of the network is used up")]
    public void does_not_go_on_by_the_password_alone(string attack)
    {
        site["ada"] = Person.Registered("ada");
        switch (attack)
        {
            case "the account is locked":
                site.Apply("ada", person => Enrolling.Lock(person, "root"));
                break;
            case "the sheet is used up":
                _ = site.WithSkey("ada");
                Enrol(own => own with { Skey = own.Skey! with { Line = 0 } });
                break;
            case "only recovery codes are left":
                site.WithRecoveryCodes("ada", "aaaaaa-aaaaaa");
                break;
            case "only a bypass code is there":
                Enrol(own => own with { Bypass = new BypassCode(PasscodeHash.Of("x", new byte[16]), 1, site.Now.AddHours(1)) });
                break;
            default:
                Guess();
                break;
        }

        Assert.IsNotType<LoginDecision.Allow>(site.Begin(Site.From("ada")));
    }

    [Fact]
    public void a_key_that_was_never_confirmed_is_no_factor()
    {
        site["ada"] = Person.Registered("ada") with { Enrolments = Enrolments.None with { PendingTotp = new TotpKey(Site.Key) } };

        Assert.IsType<LoginDecision.Allow>(site.Begin(Site.From("ada")));
    }

    [Fact]
    public void an_unknown_name_and_an_unenrolled_one_get_the_same()
    {
        site["ada"] = Person.Registered("ada");

        var (known, unknown) = (site.Begin(Site.From("ada")), site.Begin(Site.From("nobody")));

        Assert.Equal(ApprovalGround.NotEnforced, Assert.IsType<LoginDecision.Allow>(known).Approval.Ground);
        Assert.Equal(ApprovalGround.NotEnforced, Assert.IsType<LoginDecision.Allow>(unknown).Approval.Ground);
    }

    [Fact]
    public void a_trusted_network_is_still_audited_as_one()
    {
        site["ada"] = Person.Registered("ada");
        site.Policy = site.Policy with { Trusted = new TrustedNetworks([System.Net.IPNetwork.Parse("192.0.2.0/24")]) };

        Assert.Equal(AuditKind.LoginTrustedNetwork, Assert.Single(site.Begin(Site.From("ada")).Events).Kind);
    }

    [Fact]
    public void from_the_day_on_which_it_is_demanded_the_same_person_is_asked_for_a_code()
    {
        site["ada"] = Person.Registered("ada");
        site.Policy = site.Policy with { Enforcement = Enforcement.Demanded };

        Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From("ada")));
    }

    private void Enrol(Func<Enrolments, Enrolments> change) => site["ada"] = site["ada"] with { Enrolments = change(site["ada"].Enrolments) };

    private void Guess()
    {
        var reporting = site.Policy;
        site.Policy = reporting with { Enforcement = Enforcement.Demanded };
        for (var i = 0; i < 5; i++)
            site.Answer(Site.From("ada"), "000000");
        site.Policy = reporting;
    }
}
