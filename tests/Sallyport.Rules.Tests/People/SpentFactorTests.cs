using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;
using Sallyport.Rules.Tests.Logins;

namespace Sallyport.Rules.Tests.People;

/// <summary>A key or a sheet that comes back, a clock that was ahead, and codes that are tried on the machine itself. The names are the attacks.</summary>
public sealed class SpentFactorTests
{
    private static readonly Dictionary<string, Action<Site>> Revivals = new(StringComparer.Ordinal)
    {
        ["importing the same key"] = Import,
        ["removing the app and importing the same key"] = site =>
        {
            site.Apply("alice", p => Enrolling.RemoveTotp(p, "alice"));
            Import(site);
        },
        ["removing the person and importing the same key"] = site =>
        {
            site.Apply("alice", p => Enrolling.Remove(p, "root"));
            site.Apply("alice", p => Enrolling.Register(p, "root"));
            Import(site);
        },
        ["importing another key, then the same"] = site =>
        {
            site.Apply("alice", p => Enrolling.ImportTotp(p, TotpEnrolment.New(new TotpKey([.. Site.Key.Reverse()])), RecoveryCodes.None, "alice"));
            Import(site);
        },
        ["unlocking"] = site => site.Apply("alice", p => Enrolling.Unlock(p, "root", site.Now)),
    };

    public static TheoryData<string> Rows => [.. Revivals.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_spent_code_stays_spent_after(string revival)
    {
        var site = new Site().WithTotp("alice");
        var code = site.Code();
        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), code));

        Revivals[revival](site);

        Assert.IsNotType<LoginDecision.Allow>(site.Answer(Site.From("alice", "198.51.100.7"), code));
        site.Now += TimeSpan.FromMinutes(1);
        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice", "198.51.100.7"), site.Code()));
    }

    [Fact]
    public void A_sheet_with_the_seed_of_any_earlier_one_is_refused()
    {
        var site = new Site();
        var first = site.WithSkey("alice").Start;
        site.Apply("alice", p => Enrolling.RemoveSkey(p, "alice"));
        Assert.IsType<PersonChange.Refused>(Enrolling.IssueSkey(site["alice"], first, "alice"));

        site.Apply("alice", p => Enrolling.IssueSkey(p, first with { Seed = SkeySeed.Parse("do12346")! }, "alice"));
        Assert.IsType<PersonChange.Refused>(Enrolling.IssueSkey(site["alice"], first, "alice"));

        site.Apply("alice", p => Enrolling.Remove(p, "root"));
        site.Apply("alice", p => Enrolling.Register(p, "root"));
        Assert.IsType<PersonChange.Refused>(Enrolling.IssueSkey(site["alice"], first, "alice"));
    }

    [Fact]
    public void Unlock_brings_a_last_code_of_the_future_back_to_now_and_says_so()
    {
        var site = new Site().WithTotp("alice");
        site.Now += TimeSpan.FromDays(3);
        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code()));
        site.Now -= TimeSpan.FromDays(3);
        Assert.IsNotType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code()));

        var unlocked = Assert.IsType<PersonChange.Done>(Enrolling.Unlock(site["alice"], "root", site.Now));
        Assert.Contains("min in the future", Assert.Single(unlocked.Events).Detail, StringComparison.Ordinal);
        site["alice"] = unlocked.Next;
        Assert.IsNotType<LoginDecision.Allow>(site.Answer(Site.From("alice", "198.51.100.7"), site.Code()));
        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice", "198.51.100.7"), site.Code(1)));
    }

    [Fact]
    public void Codes_tried_on_the_machine_are_counted_and_close_no_login()
    {
        var site = new Site().WithTotp("alice");
        for (var i = 0; i < 5; i++)
        {
            var wrong = TotpTest.Try(site["alice"], "000000", BudgetPolicy.Default, "alice", site.Now);
            Assert.False(wrong.WouldBeAccepted);
            site["alice"] = Assert.IsType<PersonChange.Done>(wrong.Change).Next;
        }

        Assert.IsType<PersonChange.Refused>(TotpTest.Try(site["alice"], site.Code(), BudgetPolicy.Default, "alice", site.Now).Change);
        Assert.IsType<LoginDecision.Allow>(site.Answer(Site.From("alice"), site.Code()));
        site.Now += TimeSpan.FromHours(1);
        Assert.True(TotpTest.Try(site["alice"], site.Code(), BudgetPolicy.Default, "alice", site.Now).WouldBeAccepted);
    }

    private static void Import(Site site) =>
        site.Apply("alice", p => Enrolling.ImportTotp(p, TotpEnrolment.New(new TotpKey(Site.Key)), RecoveryCodes.None, "alice"));
}
