using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Tests.Delivery;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;
using Sallyport.Settings;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>
/// The helpdesk's page, and the attacks on it. On every Debian, <c>sync</c> and <c>nobody</c> are in nogroup, which is the helpdesk here, and <c>bin</c> in its own group, which
/// administers; <c>ada</c> calls.
/// </summary>
public sealed partial class HelpdeskTests : IAsyncLifetime
{
    private const string Desk = "/portal/helpdesk";
    private const string Case = "/portal/helpdesk/user";
    private const string Recovery = "abcdef-ghjkmn";

    private TestProvider provider = null!;
    private PortalSite site = null!;
    private TotpKey key = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await TestProvider.StartAsync();
        site = await StartAsync(Switch.Off);
        key = site.AddTotp("sync");
        AddAda("ada");
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task a_caller_proves_by_a_message_and_is_given_a_code()
    {
        using var helper = await SignedInAsync();
        var found = await helper.PostAsync(Desk, ("do", "search"), ("name", "ad"));
        Assert.Contains("<span>ada</span>", found.Body, StringComparison.Ordinal);
        await OpenAsync(helper, "ada");
        Assert.Equal(Case + "?name=ada", (await helper.PostAsync(Case, ("name", "ada"), ("do", "send"), ("device", await PhoneAsync("ada")))).Location);
        var message = await MessageAsync(1);
        Assert.StartsWith("to=+61491570006 text=Example University helpdesk passcode: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(SevenDigits().Match(message).Value, (await helper.GetAsync(Case + "?name=ada")).Body, StringComparison.Ordinal);

        await helper.PostAsync(Case, ("name", "ada"), ("do", "prove"), ("code", SevenDigits().Match(message).Value));
        var given = await helper.PostAsync(Case, ("name", "ada"), ("do", "issue"), ("uses", "2"), ("hours", "3"));

        var bypass = (await FindAsync("ada")).Enrolments.Bypass!;
        Assert.True(bypass.Matches(Given().Match(given.Body).Groups["code"].Value, site.Clock.GetUtcNow()));
        Assert.Equal((2, site.Clock.GetUtcNow().AddHours(3)), (bypass.UsesLeft, bypass.Expires));
        Assert.Contains("The helpdesk issued a bypass code for ada.", await MessageAsync(2), StringComparison.Ordinal);
        Assert.Equal(
            [
                (AuditKind.HelpdeskSearched, null, "ad"),
                (AuditKind.HelpdeskViewed, "ada", null),
                (AuditKind.HelpdeskProofAsked, "ada", "a passcode to sms1: Brick"),
                (AuditKind.HelpdeskProofGiven, "ada", "a passcode that was sent to the user's phone"),
                (AuditKind.BypassCodeIssued, "ada", $"2 uses until {bypass.Expires:u}; by the helpdesk after a passcode that was sent to the user's phone"),
            ],
            site.Store.Events.Where(e => e.Actor == "sync" && e.Person != "sync").Select(e => (e.Kind, e.Person, e.Detail)));
        Assert.All(site.Store.Events.Where(e => e.Actor == "sync" && e.Person == "ada"), e => Assert.True(IPAddress.IsLoopback(e.Source!)));
    }

    [Theory]
    [InlineData("app")]
    [InlineData("recovery")]
    public async Task a_code_that_proves_is_used_up(string kind)
    {
        using var helper = await SignedInAsync();
        await OpenAsync(helper, "ada");
        var code = kind == "app" ? site.CodeOf((await FindAsync("ada")).Enrolments.Totp!.Key) : Recovery;

        await helper.PostAsync(Case, ("name", "ada"), ("do", "prove"), ("code", code));
        await helper.PostAsync(Case, ("name", "ada"), ("do", "issue"), ("uses", "1"), ("hours", "24"));
        Assert.NotNull((await FindAsync("ada")).Enrolments.Bypass);
        await ForgetBypassAsync();

        await OpenAsync(helper, "ada");
        await helper.PostAsync(Case, ("name", "ada"), ("do", "prove"), ("code", code));
        await helper.PostAsync(Case, ("name", "ada"), ("do", "issue"), ("uses", "1"), ("hours", "24"));
        Assert.Null((await FindAsync("ada")).Enrolments.Bypass);
    }

    /// <summary>What a helper, or somebody who is none, sends; ada never has a bypass code afterwards.</summary>
    public static TheoryData<string, Func<HelpdeskTests, Task>> Attacks => new()
    {
        { "somebody who is no helper", t => t.AllAsync("eve") },
        { "an administrator who is no helper", t => t.AllAsync("bin") },
        { "a helper without a fresh factor", async t => { using var helper = await t.SignedInAsync(); t.site.Clock.Advance(TimeSpan.FromMinutes(6)); await t.AllAsync(helper, "ada"); } },
        { "a helper who has no factor to give", async t =>
            {
                t.site.Store.Put(Person.Registered("sync"));
                using var helper = await t.site.SignedInAsync("sync", null);
                await helper.GetAsync("/portal");
                await t.AllAsync(helper, "ada");
            }
        },
        { "a form of another site", async t =>
            {
                using var helper = await t.ProvedAsync();
                Assert.Equal(HttpStatusCode.BadRequest, (await helper.PostAsync(Case, r => r.Headers.Add("Sec-Fetch-Site", "cross-site"), ("name", "ada"), ("do", "issue"), ("uses", "1"), ("hours", "1"))).Status);
            }
        },
        { "a guessed token", async t =>
            {
                using var helper = await t.ProvedAsync();
                helper.Token = "guessed";
                Assert.Equal(HttpStatusCode.BadRequest, (await helper.PostAsync(Case, ("name", "ada"), ("do", "issue"), ("uses", "1"), ("hours", "1"))).Status);
            }
        },
        { "no case was opened", async t => { using var helper = await t.SignedInAsync(); await ProveAndIssueAsync(helper, "ada", Recovery); } },
        { "nothing was proved", async t => { using var helper = await t.SignedInAsync(); await OpenAsync(helper, "ada"); await IssueAsync(helper, "ada"); } },
        { "a wrong code", async t => { using var helper = await t.SignedInAsync(); await OpenAsync(helper, "ada"); await ProveAndIssueAsync(helper, "ada", "1234567"); } },
        { "another user's recovery code", async t => { t.AddAda("bob", "nnnnnn-pppppp"); using var helper = await t.SignedInAsync(); await OpenAsync(helper, "ada"); await ProveAndIssueAsync(helper, "ada", "nnnnnn-pppppp"); } },
        { "a proof of another user", async t =>
            {
                t.AddAda("bob", "nnnnnn-pppppp");
                using var helper = await t.SignedInAsync();
                await OpenAsync(helper, "bob");
                await OpenAsync(helper, "ada");
                await helper.PostAsync(Case, ("name", "bob"), ("do", "prove"), ("code", "nnnnnn-pppppp"));
                await IssueAsync(helper, "ada");
            }
        },
        { "a proof that another helper was given", async t =>
            {
                using var helper = await t.ProvedAsync();
                using var colleague = await t.site.SignedInAsync("nobody", t.site.AddTotp("nobody"));
                await colleague.GetAsync(Desk);
                await IssueAsync(colleague, "ada");
                await OpenAsync(colleague, "ada");
                await IssueAsync(colleague, "ada");
                await IssueAsync(helper, "ada");
            }
        },
        { "a case that was open for too long", async t =>
            {
                using var helper = await t.ProvedAsync();
                for (var i = 0; i < 4; i++)
                {
                    t.site.Clock.Advance(TimeSpan.FromMinutes(4));
                    await t.StepUpAsync(helper);
                }

                await IssueAsync(helper, "ada");
            }
        },
        { "a bypass code beyond the rules", async t =>
            {
                using var helper = await t.ProvedAsync();
                foreach (var (uses, hours) in new[] { ("0", "1"), ("101", "1"), ("1", "721"), ("1", "0"), ("many", "1"), ("1", "-1") })
                    await helper.PostAsync(Case, ("name", "ada"), ("do", "issue"), ("uses", uses), ("hours", hours));
            }
        },
        { "a check in person where the site takes none", async t =>
            {
                using var helper = await t.SignedInAsync();
                await OpenAsync(helper, "ada");
                await helper.PostAsync(Case, ("name", "ada"), ("do", "in-person"), ("confirmed", "yes"));
                await IssueAsync(helper, "ada");
            }
        },
        { "the user's own bypass code", async t =>
            {
                t.site.Store.Change("ada", ada => Enrolling.IssueBypass(ada, new BypassCode(Codes.Hash("qqqqqq-rrrrrr"), 9, t.site.Clock.GetUtcNow().AddHours(1)), "root"));
                using var helper = await t.SignedInAsync();
                await OpenAsync(helper, "ada");
                await ProveAndIssueAsync(helper, "ada", "qqqqqq-rrrrrr");
                Assert.Equal(9, (await t.FindAsync("ada")).Enrolments.Bypass!.UsesLeft);
                await t.ForgetBypassAsync();
            }
        },
        { "a user whom an administrator locked", async t =>
            {
                using var helper = await t.ProvedAsync();
                t.site.Store.Change("ada", ada => Enrolling.Lock(ada, "root"));
                await IssueAsync(helper, "ada");
                await t.AllAsync(helper, "ada");
            }
        },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task gets_no_code(string attack, Func<HelpdeskTests, Task> run)
    {
        Assert.NotNull(attack);

        await run(this);

        Assert.Null((await FindAsync("ada")).Enrolments.Bypass);
    }

    [Theory]
    [InlineData("sync")]
    [InlineData("SYNC")]
    [InlineData("root")]
    [InlineData("bin")]
    public async Task nobody_attends_to_administrators_or_to_himself(string name)
    {
        using var helper = await SignedInAsync();
        foreach (var administrator in new[] { "root", "bin" })
            AddAda(administrator);
        var before = site.Store.Events.Count;

        var opened = await helper.PostAsync(Desk, ("do", "open"), ("name", name));
        await ProveAndIssueAsync(helper, name, Recovery);

        Assert.Contains("role=\"alert\"", opened.Body, StringComparison.Ordinal);
        foreach (var person in new[] { "sync", "root", "bin" })
            Assert.Null((await FindAsync(person)).Enrolments.Bypass);
        if (name != "SYNC")
            Assert.Equal((AuditKind.HelpdeskRefused, name, "sync"), site.Store.Events.Skip(before).Select(e => (e.Kind, e.Person, e.Actor)).Single());
    }

    [Fact]
    public async Task somebody_who_becomes_an_administrator_is_let_go()
    {
        using var helper = await ProvedAsync();
        var root = await FindAsync("ada");
        site.Store.Put(root with { Name = "bin" }); // as if bin had been attended to before

        await IssueAsync(helper, "bin");

        Assert.Null((await FindAsync("bin")).Enrolments.Bypass);
    }

    [Fact]
    public async Task guesses_are_bounded_by_a_budget_and_do_not_lock_the_user_out()
    {
        using var helper = await SignedInAsync();
        for (var i = 0; i < 7; i++)
        {
            await OpenAsync(helper, "ada");
            await helper.PostAsync(Case, ("name", "ada"), ("do", "prove"), ("code", $"99999{i}"));
        }

        Assert.Equal(5, site.Store.Events.Count(e => e is { Kind: AuditKind.HelpdeskProofFailed, Person: "ada", Actor: "sync" }));
        await OpenAsync(helper, "ada");
        Assert.Contains("Too many wrong codes; try again after", (await helper.PostAsync(Case, ("name", "ada"), ("do", "prove"), ("code", Recovery))).Body, StringComparison.Ordinal);
        await IssueAsync(helper, "ada");
        Assert.Null((await FindAsync("ada")).Enrolments.Bypass);
        Assert.Null((await FindAsync("ada")).Budget.UnknownNetworksLockedUntil);
        Assert.Null((await FindAsync("ada")).Budget.LockedUntil(Rules.Networks.SourceNetwork.Of(IPAddress.Parse("192.0.2.7")), Rules.Budgets.BudgetPolicy.Default, site.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task messages_are_bounded_by_the_hour()
    {
        using var helper = await SignedInAsync();
        await OpenAsync(helper, "ada");
        var phone = await PhoneAsync("ada");
        for (var i = 0; i < 7; i++)
            await helper.PostAsync(Case, ("name", "ada"), ("do", "send"), ("device", phone));

        Assert.Equal(5, site.Store.Events.Count(e => e.Kind == AuditKind.HelpdeskProofAsked));
    }

    [Fact]
    public async Task a_check_in_person_counts_where_the_site_says_so_and_the_statement_is_ticked()
    {
        await site.DisposeAsync();
        site = await StartAsync(Switch.On);
        key = site.AddTotp("sync");
        AddAda("ada");
        using var helper = await SignedInAsync();
        await OpenAsync(helper, "ada");

        await helper.PostAsync(Case, ("name", "ada"), ("do", "in-person"));
        await IssueAsync(helper, "ada");
        Assert.Null((await FindAsync("ada")).Enrolments.Bypass);
        await helper.PostAsync(Case, ("name", "ada"), ("do", "in-person"), ("confirmed", "yes"));
        await IssueAsync(helper, "ada");

        Assert.NotNull((await FindAsync("ada")).Enrolments.Bypass);
        Assert.Contains(site.Store.Events, e => e.Kind == AuditKind.HelpdeskProofGiven && e.Detail == "a check in person: I have seen ada in person and compared an identity document");
    }

    [Fact]
    public async Task a_search_is_bounded_and_shows_registered_users_only()
    {
        for (var i = 0; i < 40; i++)
            site.Store.Put(Person.Registered($"user{i:00}"));
        site.Store.Put(Person.Unregistered("usurper"));
        site.Store.Put(Person.Registered("user"));
        using var helper = await SignedInAsync();

        var many = (await helper.PostAsync(Desk, ("do", "search"), ("name", "us"))).Body;
        var exact = (await helper.PostAsync(Desk, ("do", "search"), ("name", "user"))).Body;
        var none = (await helper.PostAsync(Desk, ("do", "search"), ("name", "<script>alert(1)"))).Body;
        var all = (await helper.PostAsync(Desk, ("do", "search"), ("name", "u"))).Body;

        Assert.Equal(20, many.Split("<li><span>").Length - 1);
        Assert.DoesNotContain("usurper", many, StringComparison.Ordinal);
        Assert.Equal("user", exact.Split("<li><span>")[1].Split('<')[0]);
        Assert.DoesNotContain("<script>alert", none, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task looking_opens_no_case_and_without_a_group_there_is_no_helpdesk()
    {
        using var helper = await SignedInAsync();
        Assert.Equal(Desk, (await helper.GetAsync(Case + "?name=ada")).Location);
        Assert.DoesNotContain(site.Store.Events, e => e.Kind == AuditKind.HelpdeskViewed);
        Assert.Contains("href=\"/portal/helpdesk\"", (await helper.GetAsync("/portal")).Body, StringComparison.Ordinal);

        await using var other = await PortalSite.StartAsync();
        using var daemon = await other.SignedInAsync("sync", other.AddTotp("sync"));
        Assert.Equal(HttpStatusCode.NotFound, (await daemon.GetAsync(Desk)).Status);
        Assert.DoesNotContain("/portal/helpdesk", (await daemon.GetAsync("/portal")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task no_secret_is_on_the_page()
    {
        using var helper = await SignedInAsync();
        await OpenAsync(helper, "ada");

        var body = (await helper.GetAsync(Case + "?name=ada")).Body;

        var ada = await FindAsync("ada");
        Assert.Contains("phone Brick (XXX-0006)", body, StringComparison.Ordinal);
        foreach (var secret in new[] { ada.Enrolments.Totp!.Key.ToBase32(), site.CodeOf(ada.Enrolments.Totp.Key), Recovery, "61491570006" })
            Assert.DoesNotContain(secret, body, StringComparison.Ordinal);
    }

    private Task<PortalSite> StartAsync(Switch inPerson) => PortalSite.StartAsync(options => options with
    {
        Portal = options.Portal with { AdministratorGroup = "bin", HelpdeskGroup = "nogroup", HelpdeskInPerson = inPerson },
        Deliver =
        [
            new DeliverOptions("texts", [Purpose.Sms], new DriverOptions.Http(
                HttpMethod.Post, Template.Parse(provider.Url + "texts")!, [], Template.Parse("to={to} text={text}"), "text/plain", null, [], null, DropsCopies: false)) { RootsFile = provider.RootsFile },
        ],
    });

    private void AddAda(string name, string recovery = Recovery)
    {
        site.AddTotp(name);
        site.Store.Change(name, person => Enrolling.IssueRecoveryCodes(person, Codes.Keep([recovery]), name));
        var phone = Device.Phone(DeviceId.New(RandomNumberGenerator.GetBytes(DeviceId.RandomBytes)), "Brick", PhoneNumber.Parse("+61491570006")!, site.Clock.GetUtcNow());
        site.Store.Change(name, person => Enrolling.AddPhone(person, phone, PhoneProof.Administrator, "root"));
    }

    private async Task<Browser> SignedInAsync()
    {
        var browser = await site.SignedInAsync("sync", key);
        await browser.GetAsync(Desk);
        return browser;
    }

    private static async Task OpenAsync(Browser helper, string name)
    {
        await helper.GetAsync(Desk);
        Assert.Equal($"{Case}?name={name}", (await helper.PostAsync(Desk, ("do", "open"), ("name", name))).Location);
    }

    /// <summary>A helper to whom ada has proved herself.</summary>
    private async Task<Browser> ProvedAsync()
    {
        var helper = await SignedInAsync();
        await OpenAsync(helper, "ada");
        await helper.PostAsync(Case, ("name", "ada"), ("do", "prove"), ("code", Recovery));
        Assert.NotNull((await FindAsync("ada")).Portal.Case?.Proof);
        return helper;
    }

    private async Task StepUpAsync(Browser helper)
    {
        await helper.GetAsync("/portal/confirm");
        await helper.PostAsync("/portal/confirm", ("code", site.CodeOf(key)), ("next", Desk));
        await helper.GetAsync(Desk);
    }

    private async Task AllAsync(string name)
    {
        using var browser = await site.SignedInAsync(name, site.AddTotp(name));
        await browser.GetAsync("/portal");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(Desk)).Status);
        await AllAsync(browser, "ada");
    }

    private async Task AllAsync(Browser browser, string name)
    {
        await browser.PostAsync(Desk, ("do", "open"), ("name", name));
        await ProveAndIssueAsync(browser, name, Recovery);
        Assert.NotEmpty((await FindAsync("ada")).Enrolments.RecoveryCodes.Left is { IsEmpty: false } left ? left : [Codes.Hash(Recovery)]);
    }

    private static async Task ProveAndIssueAsync(Browser browser, string name, string code)
    {
        await browser.PostAsync(Case, ("name", name), ("do", "prove"), ("code", code));
        await IssueAsync(browser, name);
    }

    private static Task<Answer> IssueAsync(Browser browser, string name) => browser.PostAsync(Case, ("name", name), ("do", "issue"), ("uses", "1"), ("hours", "24"));

    private async Task ForgetBypassAsync()
    {
        var ada = await FindAsync("ada");
        site.Store.Put(ada with { Enrolments = ada.Enrolments with { Bypass = null } });
    }

    private ValueTask<Person> FindAsync(string name) => site.Store.FindAsync(name, CancellationToken.None);

    private async Task<string> PhoneAsync(string name) => (await FindAsync(name)).Enrolments.Devices.All.Single().Id.Text;

    /// <summary>The message with this number, from 1, once it has arrived.</summary>
    private async Task<string> MessageAsync(int number)
    {
        for (var seen = 0; site.Store.Events.Count(e => e.Kind == AuditKind.MessageSent) < number; seen = site.Store.Events.Count)
            await site.Store.UntilAsync(Math.Max(seen, site.Store.Events.Count) + 1);
        return provider.Requests.ElementAt(number - 1).Text;
    }

    [GeneratedRegex(@"\b\d{7}\b", RegexOptions.NonBacktracking)]
    private static partial Regex SevenDigits();

    [GeneratedRegex("given\"[^>]*>(?<code>[a-z0-9-]+)<", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Given();
}
