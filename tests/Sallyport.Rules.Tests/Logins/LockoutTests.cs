using System.Text.RegularExpressions;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins;

/// <summary>What a lockout takes and what it does not, from a network that never succeeded and from the person's own.</summary>
public sealed class LockoutTests
{
    private static readonly string[] Names = ["app", "sheet", "none", "locked", "nobody"];

    private const string Recovery = "abcdef-ghjkmn";
    private const string Bypass = "234678-9abcde";

    /// <summary>How the name was locked, and from where the login comes.</summary>
    public static TheoryData<string> Lockouts => ["all strangers", "this network", "the person's own network"];

    [Theory]
    [MemberData(nameof(Lockouts))]
    public void What_nobody_guesses_gets_in(string lockout)
    {
        foreach (var answer in new[] { "skey", Recovery, Bypass })
        {
            var (site, from, line) = Locked(lockout);
            Assert.IsType<LoginDecision.Allow>(site.Answer(from, answer == "skey" ? line : answer));
        }
    }

    [Theory]
    [MemberData(nameof(Lockouts))]
    public void What_can_be_guessed_is_not_looked_at_and_leaves_nothing_behind(string lockout)
    {
        var (site, from, _) = Locked(lockout);
        site.Apply("alice", p => Enrolling.IssueWebOtp(p, PasscodeHash.Of("ABCDE", new byte[16]), site.Policy.WebOtp, "root", site.Now));
        var before = site["alice"];
        foreach (var answer in new[] { site.Code(), "ABCDE", "12345678" })
        {
            var refused = Assert.IsType<LoginDecision.Refuse>(site.Answer(from, answer));
            Assert.Equal(LoginRefusal.Closed, refused.Refusal);
            Assert.Empty(refused.Events);
            Assert.Same(before, site["alice"]);
        }
    }

    [Fact]
    public void An_eight_digit_code_of_another_systems_sheet_is_guessable()
    {
        var (site, from, _) = Locked("all strangers");
        site.WithRecoveryCodes("alice", "12345678");

        Assert.IsType<LoginDecision.Refuse>(site.Answer(from, "12345678"));
        site.Now += TimeSpan.FromHours(1);
        Assert.IsType<LoginDecision.Allow>(site.Answer(from, "12345678"));
    }

    [Fact]
    public void Wrong_answers_beyond_guessing_cost_tries_and_are_told_to_the_gate()
    {
        var (site, from, _) = Locked("all strangers");

        Assert.Equal(AuditKind.CodeWrong, Assert.Single(Assert.IsType<LoginDecision.Ask>(site.Answer(from, "zzzzzz-zzzzzz")).Events).Kind);
        Assert.Equal(LoginRefusal.WrongCode, Assert.IsType<LoginDecision.Refuse>(site.Answer(from, "zzzzzz-zzzzzz", 2)).Refusal);
    }

    [Fact]
    public void A_locked_account_gets_nothing_in_with_a_recovery_code_either()
    {
        var (site, from, line) = Locked("all strangers");
        site.Apply("alice", p => Enrolling.Lock(p, "root"));

        Assert.IsNotType<LoginDecision.Allow>(site.Answer(from, Recovery));
        Assert.IsNotType<LoginDecision.Allow>(site.Answer(from, line));
    }

    [Fact]
    public void A_network_that_its_person_disowned_gets_nothing_at_all()
    {
        var (site, from, line) = Locked("the person's own network");
        site["alice"] = site["alice"] with { Budget = site["alice"].Budget.Close(from.Network, site.Policy.Budgets, site.Now) };

        Assert.IsType<LoginDecision.Refuse>(site.Begin(from));
        foreach (var answer in new[] { Recovery, Bypass, line })
            Assert.IsType<LoginDecision.Refuse>(site.Answer(from, answer));
    }

    [Fact]
    public void The_prompt_says_the_same_for_every_name_and_keeps_its_line()
    {
        var site = new Site().WithTotp("app");
        site.WithSkey("sheet");
        site["none"] = Person.Registered("none");
        site.WithTotp("locked").Apply("locked", p => Enrolling.Lock(p, "root"));
        var prompts = Names.Select(name =>
        {
            for (var i = 0; i < 5; i++)
                site.Answer(Site.From(name), $"00000{i}");
            var prompt = Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From(name))).Prompt;
            Assert.Equal(prompt, Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From(name))).Prompt);
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(prompt.AfterWrongCode().Line), 1, 253);
            return Regex.Replace(prompt.Text, "line [0-9]+ of [a-z]{2}[0-9]{5} ", "line N of S ", RegexOptions.None, TimeSpan.FromSeconds(1));
        });

        Assert.Single(prompts.Distinct());
    }

    private static (Site Site, LoginAttempt From, string Line) Locked(string lockout)
    {
        var site = new Site().WithTotp("alice");
        var sheet = site.WithSkey("alice");
        site.WithRecoveryCodes("alice", Recovery);
        site.Apply("alice", p => Enrolling.IssueBypass(p, new BypassCode(PasscodeHash.Of(Bypass, new byte[16]), 2, site.Now.AddDays(9)), "root"));
        var from = Site.From("alice");
        if (lockout == "the person's own network")
        {
            Assert.IsType<LoginDecision.Allow>(site.Answer(from, site.Code()));
            site.Now += TimeSpan.FromMinutes(1);
        }

        for (var i = 0; i < (lockout == "all strangers" ? 20 : 5); i++)
            site.Answer(lockout == "all strangers" ? Site.From("alice", $"10.0.{i}.1") : from, $"0000{i:D2}");
        return (site, from, sheet.Lines[0].Words);
    }
}
