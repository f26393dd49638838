using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins;

/// <summary>What each wrong answer costs: its name says which.</summary>
public sealed class WrongAnswerTests
{
    private static readonly LoginAttempt Home = Site.From("alice");

    /// <summary>An answer that comes six times to a network that succeeded, and how many failures it is.</summary>
    public static TheoryData<string, string, int> FromHome => new()
    {
        { "empty", "", 0 },
        { "the same wrong code again", "000000", 1 },
        { "a saved password", "correct horse battery!", 0 },
        { "a saved password again that looks like a code", "abcdefghjkmn", 1 },
        { "four digits", "1234", 0 },
        { "a code that was right a moment ago", "CODE", 0 },
    };

    [Theory]
    [MemberData(nameof(FromHome))]
    public void It_costs_a_network_that_succeeded(string answer, string typed, int failures)
    {
        var (site, code) = AtHome();
        for (var i = 0; i < 6; i++)
            Assert.IsNotType<LoginDecision.Allow>(site.Answer(Home, typed == "CODE" ? code : typed, i % 3));

        Assert.True(failures == site["alice"].History.FailedCount, answer);
        site.Now += TimeSpan.FromMinutes(1);
        Assert.IsType<LoginDecision.Allow>(site.Answer(Home, site.Code()));
    }

    [Fact]
    public void What_cannot_be_a_code_costs_the_connection_and_the_patience_of_the_gate()
    {
        var (site, _) = AtHome();

        var second = Assert.IsType<LoginDecision.Ask>(site.Answer(Home, "no code!", 1));
        var end = Assert.IsType<LoginDecision.Refuse>(site.Answer(Home, "no code!", 2));

        Assert.All([second.Events, end.Events], events => Assert.Equal(AuditKind.CodeWrong, Assert.Single(events).Kind));
        Assert.Equal(LoginRefusal.WrongCode, end.Refusal);
    }

    [Fact]
    public void A_replay_is_refused_and_told_to_nobody_but_the_audit()
    {
        var (site, code) = AtHome();

        var replay = site.Answer(Home, code);

        Assert.Equal(AuditKind.AnswerRepeated, Assert.Single(replay.Events).Kind);
        Assert.True(replay.IsRepetitionOfRight);
    }

    /// <summary>Steps from now of the code, and what the audit says of it where its person is known.</summary>
    [Theory]
    [InlineData(3, "Totp, 90 s ahead")]
    [InlineData(-3, "Totp, 90 s behind")]
    [InlineData(20, "Totp, 600 s ahead")]
    [InlineData(-1, "Totp, used before, 30 s behind")]
    [InlineData(21, "Totp")]
    public void A_code_of_the_own_app_says_why_it_did_not_count(int steps, string detail)
    {
        var (site, _) = AtHome();
        site.Now += TimeSpan.FromSeconds(30); // the step before is the one that was used
        site.Answer(Home, "000000");

        Assert.Equal(detail, Assert.Single(site.Answer(Home, site.Code(steps)).Events).Detail);
    }

    [Fact]
    public void Of_a_network_that_never_succeeded_nothing_more_is_looked_at()
    {
        var (site, _) = AtHome();

        Assert.Equal("Totp", Assert.Single(site.Answer(Site.From("alice", "198.51.100.7"), site.Code(3)).Events).Detail);
    }

    [Fact]
    public void A_wrong_code_again_is_not_looked_at_when_its_time_has_come()
    {
        var (site, _) = AtHome();
        site.Now += TimeSpan.FromMinutes(10);
        var later = site.Code(3);
        site.Answer(Home, later);
        site.Now += TimeSpan.FromSeconds(90);

        Assert.IsNotType<LoginDecision.Allow>(site.Answer(Home, later));
    }

    [Fact]
    public void Different_wrong_codes_count_and_lock_as_ever()
    {
        var (site, _) = AtHome();
        for (var i = 0; i < 4; i++)
            Assert.IsNotType<LoginDecision.Allow>(site.Answer(Home, $"00000{i}"));

        Assert.Equal(LoginRefusal.Closed, Assert.IsType<LoginDecision.Refuse>(site.Answer(Home, "000009")).Refusal);
    }

    [Fact]
    public void A_replay_from_elsewhere_counts()
    {
        var (site, code) = AtHome();
        site.Answer(Site.From("alice", "203.0.113.5"), code);

        Assert.Equal(1, site["alice"].History.FailedCount);
    }

    [Theory]
    [InlineData("zzzzzz")]
    [InlineData("000000")]
    [InlineData("no code!")]
    public void From_elsewhere_nothing_depends_on_letters_that_sshd_hides_for_a_name_without_an_account(string typed)
    {
        var site = new Site().WithTotp("alice");
        var hidden = string.Concat(typed.Select((_, i) => "\b\n\r\u007fINCORRECT"[i % 13]));
        for (var i = 0; i < 5; i++)
        {
            var (known, unknown) = (site.Answer(Site.From("alice"), typed), site.Answer(Site.From("nobody"), hidden));
            Assert.Equal(known.GetType(), unknown.GetType());
        }

        Assert.Equal(5, site["alice"].History.FailedCount);
        Assert.Equal(5, site["nobody"].History.FailedCount);
    }

    [Fact]
    public void A_bypass_code_with_uses_left_gets_in_twice_in_a_row()
    {
        var (site, _) = AtHome();
        site.Apply("alice", p => Enrolling.IssueBypass(p, new BypassCode(PasscodeHash.Of("234678-9abcde", new byte[16]), 2, site.Now.AddHours(1)), "root"));

        Assert.IsType<LoginDecision.Allow>(site.Answer(Home, "234678-9abcde"));
        Assert.IsType<LoginDecision.Allow>(site.Answer(Home, "234678-9abcde"));
        Assert.IsNotType<LoginDecision.Allow>(site.Answer(Home, "234678-9abcde"));
    }

    [Fact]
    public void A_connection_that_has_used_up_its_tries_is_not_asked_again()
    {
        var site = new Site().WithTotp("alice");

        foreach (var name in new[] { "alice", "nobody" })
            Assert.Equal(LoginRefusal.WrongCode, Assert.IsType<LoginDecision.Refuse>(LoginRules.Begin(site[name], Site.From(name), 3, site.Policy, site.Now)).Refusal);
    }

    private static (Site Site, string Code) AtHome()
    {
        var site = new Site().WithTotp("alice");
        var code = site.Code();
        Assert.IsType<LoginDecision.Allow>(site.Answer(Home, code));
        return (site, code);
    }
}
