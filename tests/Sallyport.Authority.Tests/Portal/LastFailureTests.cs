using System.Net;
using Sallyport.Authority.Portal.Helpdesk;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>Why the last login failed, in one sentence: a row for each reason.</summary>
public sealed class LastFailureTests
{
    private static readonly DateTimeOffset Now = new(2031, 3, 30, 9, 20, 47, TimeSpan.Zero);
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");
    private static readonly Person Ada = Person.Registered("ada") with
    {
        Enrolments = Enrolments.None with
        {
            Totp = TotpEnrolment.New(new TotpKey(new byte[20])),
            Skey = new SkeySequence(SkeyAlgorithm.Sha1, SkeySeed.Parse("do12345")!, 487, SkeyHash.FromBytes(new byte[8])),
        },
    };

    [Theory]
    [InlineData(AuditKind.CodeWrong, "Totp", "the code of the app was wrong")]
    [InlineData(AuditKind.CodeWrong, "Totp, used before", "the code had already been used")]
    [InlineData(AuditKind.CodeWrong, "Totp, used before, 30 s behind", "the code had already been used; the app's clock runs 30 s behind")]
    [InlineData(AuditKind.CodeWrong, "Totp, 90 s ahead", "the code of the app was not valid at that time; the app's clock runs 90 s ahead")]
    [InlineData(AuditKind.CodeWrong, "WebOtp, a code of the app", "a code of the app came, while the code from the web page was expected")]
    [InlineData(AuditKind.CodeWrong, "WebOtp", "the code from the web page was wrong")]
    [InlineData(AuditKind.CodeWrong, "Skey", "the line of the printed sheet was wrong")]
    [InlineData(AuditKind.CodeWrong, "empty", "nothing was typed")]
    [InlineData(AuditKind.CodeWrong, "no code of any kind", "what was typed was no code of any kind, perhaps the password")]
    [InlineData(AuditKind.CodeWrong, "no such account", "the door knew no account of this name")]
    [InlineData(AuditKind.CodeWrong, "of a later version", "the code was wrong")]
    [InlineData(AuditKind.CodeWrong, null, "the code was wrong")]
    [InlineData(AuditKind.AnswerRepeated, "right before", "the code had already been used")]
    [InlineData(AuditKind.AnswerRepeated, "wrong before", "the same wrong code came again")]
    [InlineData(AuditKind.CodesAhead, "2031-03-30 10:00:00 UTC", "no code of the app was taken, because a clock ran ahead at an earlier login; codes count again from 2031-03-30 10:00:00 UTC")]
    [InlineData(AuditKind.LoginLocked, "Totp", "a right code came while the account was locked")]
    [InlineData(AuditKind.PushDenied, "0123 on Pixel", "the login was denied on the device")]
    [InlineData(AuditKind.PushDenied, "0123 on Pixel: 3 wrong numbers", "wrong numbers were typed on the device")]
    [InlineData(AuditKind.PushNotMe, "0123 on Pixel", "the user reported on the device that the login was somebody else's")]
    [InlineData(AuditKind.PushExpired, "0123", "nobody answered the request on the device")]
    [InlineData(AuditKind.PushExpired, "0123 the phone was busy", "the call ended: the phone was busy")]
    public void a_reason_is_half_a_sentence(AuditKind kind, string? detail, string reason) =>
        Assert.Equal($"At 09:12 UTC from 192.0.2.7 {reason}.", Explain(Ada, Row(2, kind, detail), Row(1, AuditKind.LoginAllowed, "Totp")));

    [Theory]
    [InlineData("Totp")]
    [InlineData("Skey")]
    public void a_factor_that_the_user_does_not_have_is_not_named(string detail) =>
        Assert.Equal("At 09:12 UTC from 192.0.2.7 the code was wrong.", Explain(Person.Registered("bob"), Row(2, AuditKind.CodeWrong, detail)));

    [Fact]
    public void a_lock_comes_before_everything()
    {
        var locked = Ada with { Standing = PersonStanding.Locked };
        var row = new AuditRow(3, Now.AddDays(-1), new AuditEvent(AuditKind.PersonLocked, "ada", Actor: "root"), []);

        Assert.Equal("Locked by root at 2031-03-29 09:20 UTC: no code counts until an administrator unlocks the account.", Explain(locked, Row(4, AuditKind.CodeWrong, "Totp"), row));
        Assert.Equal("Locked by an operator: no code counts until an administrator unlocks the account.", Explain(locked));
    }

    [Fact]
    public void a_closed_network_is_said_with_its_end()
    {
        var closed = Ada with { Budget = Failed(5, "192.0.2.7") };

        Assert.Equal(
            "At 09:12 UTC from 192.0.2.7 the code of the app was wrong; the network 192.0.2.0/24 is closed until 10:20 UTC after too many wrong codes.",
            Explain(closed, Row(2, AuditKind.CodeWrong, "Totp")));
        Assert.Equal("The network 192.0.2.0/24 is closed until 10:20 UTC after too many wrong codes.", Explain(closed));
        Assert.Equal("The network 192.0.2.0/24 is closed until 10:20 UTC after too many wrong codes.", Explain(closed, Row(2, AuditKind.LoginAllowed, "Totp"), Row(1, AuditKind.CodeWrong, "Totp")));
    }

    [Fact]
    public void all_unknown_networks_and_a_disowned_one_are_told_apart()
    {
        var everywhere = Ada with { Budget = Budget.Empty with { UnknownNetworksLockedUntil = Now.AddDays(1) } };
        var disowned = Ada with { Budget = Budget.Empty.Close(SourceNetwork.Of(Home), BudgetPolicy.Default, Now) };

        Assert.EndsWith("; every network without an earlier login is closed until 2031-03-31 09:20 UTC after too many wrong codes.", Explain(everywhere, Row(2, AuditKind.CodeWrong, "Totp")), StringComparison.Ordinal);
        Assert.Equal("The network 192.0.2.0/24 is closed until 10:20 UTC, because the user reported it as somebody else's.", Explain(disowned));
    }

    [Fact]
    public void what_is_no_failed_login_is_not_told()
    {
        var tried = new AuditRow(5, Now, new AuditEvent(AuditKind.CodeWrong, "ada", Actor: "ada", Detail: "totp test"), []);

        Assert.Equal("No failed login is recorded.", Explain(Ada));
        Assert.Equal("No failed login is recorded.", Explain(Ada, tried));
        Assert.Equal("The last login succeeded, at 09:12 UTC from 192.0.2.7.", Explain(Ada, tried, Row(4, AuditKind.LoginAllowed, "Totp"), Row(3, AuditKind.CodeWrong, "Totp")));
    }

    [Fact]
    public void times_are_of_the_sites_zone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("ten", TimeSpan.FromHours(10), "ten", "ten");

        Assert.StartsWith("At 19:12 UTC+10:00 from ", new LastFailure(Ada, zone, Now).Explain([Row(2, AuditKind.CodeWrong, "Totp")]), StringComparison.Ordinal);
    }

    private static string Explain(Person person, params AuditRow[] rows) => new LastFailure(person, TimeZoneInfo.Utc, Now).Explain(rows);

    private static AuditRow Row(long number, AuditKind kind, string? detail) => new(number, Now.AddMinutes(-8), new AuditEvent(kind, "ada", Home, "door", Detail: detail), []);

    private static Budget Failed(int times, string source)
    {
        var budget = Budget.Empty;
        for (var i = 0; i < times; i++)
            budget = budget.Fail(SourceNetwork.Of(IPAddress.Parse(source)), BudgetPolicy.Default, Now).Budget;
        return budget;
    }
}
