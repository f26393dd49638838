using System.Net;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins;

public sealed class LoginTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_code_of_the_window_opens(int offset)
    {
        var site = new Site().WithTotp("alice");

        var allow = Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code(offset)));

        Assert.Equal(FactorKind.Totp, allow.Approval.Factor);
        Assert.Equal(offset, site["alice"].Enrolments.Totp!.Offset);
    }

    [Fact]
    public void The_prompt_names_the_live_web_otp_then_totp_then_the_skey_line()
    {
        var site = new Site();
        site.WithSkey("alice", lines: 487);
        Assert.Equal("skey line 487 of do12345 (six words): ", PromptOf(site));

        site.WithTotp("alice");
        Assert.Equal("Code from your authenticator app: ", PromptOf(site));

        site.Apply("alice", p => Enrolling.IssueWebOtp(p, PasscodeHash.Of("ABCDE", new byte[16]), WebOtpPolicy.Default, "root", site.Now));
        Assert.Equal("Code from the web page: ", PromptOf(site));

        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), "abc de"));
        Assert.Equal("Code from your authenticator app: ", PromptOf(site));
    }

    [Fact]
    public void Skey_lines_are_used_down_the_sheet()
    {
        var site = new Site();
        var sheet = site.WithSkey("bob", lines: 3);
        foreach (var line in sheet.Lines)
        {
            Assert.Contains($"line {line.Number} of", PromptOf(site, "bob"), StringComparison.Ordinal);
            Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("bob"), line.Words.ToLowerInvariant()));
        }
    }

    [Fact]
    public void Recovery_and_bypass_codes_are_taken_at_any_prompt_and_have_audit_events_of_their_own()
    {
        var site = new Site().WithTotp("alice").WithRecoveryCodes("alice", "abcdef-ghjkmn");
        site.Apply("alice", p => Enrolling.IssueBypass(p, new BypassCode(PasscodeHash.Of("234678-9abcde", new byte[16]), 2, site.Now.AddHours(1)), "root"));

        Assert.Equal(AuditKind.LoginRecoveryCode, Assert.Single(site.Answer(Site.From("alice"), "ABCDEF GHJKMN").Events).Kind);
        Assert.Equal(AuditKind.LoginBypassCode, Assert.Single(site.Answer(Site.From("alice"), "234678-9abcde").Events).Kind);
        Assert.Equal(1, site["alice"].Enrolments.Bypass!.UsesLeft);
    }

    [Fact]
    public void Wrong_answers_get_two_more_prompts_and_then_an_end()
    {
        var site = new Site().WithTotp("alice");

        var second = Assert.IsType<LoginDecision.Ask>(site.Answer(Site.From("alice"), "000000", 0));
        var third = Assert.IsType<LoginDecision.Ask>(site.Answer(Site.From("alice"), "000000", 1));
        var end = Assert.IsType<LoginDecision.Refuse>(site.Answer(Site.From("alice"), "000000", 2));

        Assert.Equal("That code is wrong or has already been used. Code from your authenticator app: ", second.Prompt.Text);
        Assert.Equal(second.Prompt, third.Prompt);
        Assert.Equal(LoginRefusal.WrongCode, end.Refusal);
    }

    [Fact]
    public void The_fifth_wrong_code_closes_the_network_and_says_until_when()
    {
        var site = new Site().WithTotp("alice");
        site.Now = new DateTimeOffset(2026, 3, 29, 14, 4, 30, TimeSpan.Zero);
        for (var i = 0; i < 4; i++)
            site.Answer(Site.From("alice"), "000000");

        var fifth = Assert.IsType<LoginDecision.Refuse>(site.Answer(Site.From("alice"), "000000"));
        var sixth = Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From("alice")));
        var seventh = Assert.IsType<LoginDecision.Refuse>(site.Answer(Site.From("alice"), site.Code()));

        Assert.Equal("Too many wrong codes for this name from your network. Try again after 15:04 UTC+00:00.", fifth.Text);
        Assert.StartsWith(fifth.Text.TrimEnd('.') + ", or enter a recovery or bypass code, or skey line ", sixth.Prompt.Text, StringComparison.Ordinal);
        Assert.Equal(fifth.Text, seventh.Text);
        Assert.Empty(seventh.Events);
        Assert.Equal([AuditKind.CodeWrong, AuditKind.SourceClosed], fifth.Events.Select(e => e.Kind));

        site.Now += TimeSpan.FromHours(1);
        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code()));
    }

    [Fact]
    public void A_closed_name_says_the_same_whether_it_exists_or_not()
    {
        var site = new Site().WithTotp("alice");
        for (var i = 0; i < 5; i++)
        {
            site.Answer(Site.From("alice"), "000000");
            site.Answer(Site.From("nobody"), "000000");
        }

        Assert.Equal(Words(site, "alice"), Words(site, "nobody"));

        static string Words(Site site, string name) => System.Text.RegularExpressions.Regex.Replace(
            Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From(name))).Prompt.Text, "skey line [0-9]+ of sa[0-9]{5} ", "skey line N of sa00000 ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Whoever_guesses_elsewhere_cannot_lock_out_a_network_that_succeeded_lately()
    {
        var site = new Site().WithTotp("alice");
        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code()));
        site.Now += TimeSpan.FromDays(29);
        for (var i = 0; i < 300; i++)
            site.Answer(Site.From("alice", $"10.{i / 100}.{i % 100}.1"), "000000");

        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code()));
    }

    [Fact]
    public void The_person_is_told_of_wrong_codes_since_the_last_login_once()
    {
        var site = new Site().WithTotp("alice");
        site.Answer(Site.From("alice"), "000000");
        site.Answer(Site.From("alice", "2001:db8::9"), "000000");
        site.Answer(Site.From("alice", "2001:db8::9"), "000000");

        var told = Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code())).Approval;
        Assert.Equal(
            "3 wrong codes since your last login: 2 from 2001:db8::/64, 1 from 192.0.2.0/24. If that was not you, tell your administrator.",
            Assert.Single(told.Notices));

        site.Now += TimeSpan.FromMinutes(1);
        Assert.Empty(Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code())).Approval.Notices);
    }

    [Fact]
    public void The_person_is_told_of_a_sheet_that_runs_out_and_of_a_clock_that_is_off()
    {
        var site = new Site();
        var sheet = site.WithSkey("bob", lines: 20);
        var bob = Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("bob"), sheet.Lines[0].Words)).Approval;
        Assert.Equal("Your skey sheet has 19 lines left; ask for a new one.", Assert.Single(bob.Notices));

        site.WithTotp("alice");
        Approval? alice = null;
        for (var i = 0; i < 3; i++, site.Now += TimeSpan.FromMinutes(1))
            alice = Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code(-1))).Approval;
        Assert.Equal("Your authenticator app's clock is about 30 s behind; set the phone's time to automatic.", Assert.Single(alice!.Notices));
    }

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", true)]
    [InlineData("192.0.3.1", false)]
    [InlineData("2001:db8:1::1", true)]
    [InlineData(null, false)]
    [InlineData("192.0.2.1 ", false)]
    [InlineData("3221225985", false)]
    [InlineData("0xC0.0.2.1", false)]
    public void Only_an_address_in_a_trusted_network_needs_no_code(string? source, bool trusted)
    {
        var site = new Site().WithTotp("alice");
        site.Policy = site.Policy with { Trusted = new TrustedNetworks([IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8:1::/48")]) };

        var decision = site.Begin(Site.From("alice", source));

        Assert.Equal(trusted, decision is LoginDecision.Allow);
        if (trusted)
            Assert.Equal(AuditKind.LoginTrustedNetwork, Assert.Single(decision.Events).Kind);
    }

    [Fact]
    public void An_empty_answer_is_no_guess()
    {
        var site = new Site().WithTotp("alice");

        var decision = site.Answer(Site.From("alice"), string.Empty);

        Assert.IsType<LoginDecision.Ask>(decision);
        Assert.Equal(0, site["alice"].History.FailedCount);
    }

    private static string PromptOf(Site site, string user = "alice") =>
        Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From(user))).Prompt.Text;
}
