using System.Net;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>The pages for administrators. <c>root</c> is one on every machine; <c>ada</c> is not.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private PortalSite site = null!;
    private TotpKey key = null!;

    public static TheoryData<string> Pages =>
    [
        "/portal/admin", "/portal/admin?last=7d", "/portal/admin?last=30d", "/portal/admin/users", "/portal/admin/user?name=ada", "/portal/admin/logins", "/portal/admin/closings",
        "/portal/admin/rollout", "/portal/admin/hosts", "/portal/admin/networks", "/portal/admin/gate", "/portal/admin/audit",
    ];

    public static TheoryData<string> Forms =>
    [
        "/portal/admin/users", "/portal/admin/user", "/portal/admin/closings", "/portal/admin/hosts", "/portal/admin/networks",
    ];

    public async ValueTask InitializeAsync()
    {
        site = await PortalSite.StartAsync();
        key = site.AddTotp("root");
        site.AddTotp("ada");
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Theory]
    [MemberData(nameof(Pages))]
    [InlineData("/portal/admin/logins/rows")]
    [InlineData("/portal/admin/audit.csv")]
    [InlineData("/portal/admin/audit.json")]
    public async Task only_administrators_see(string path)
    {
        using var stranger = site.Browser();
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));
        using var root = await site.SignedInAsync("root", key);

        Assert.True((await stranger.GetAsync(path)).Status is HttpStatusCode.SeeOther or HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await root.GetAsync(path)).Status);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task only_administrators_with_a_fresh_factor_change_anything(string path)
    {
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));
        using var root = await site.SignedInAsync("root", key);
        await ada.GetAsync("/portal");
        await root.GetAsync("/portal");
        site.Clock.Advance(TimeSpan.FromMinutes(6));
        var before = site.Store.Events.Count;

        Assert.Equal(HttpStatusCode.Forbidden, (await ada.PostAsync(path, ("name", "eve"), ("do", "lock"))).Status);
        Assert.StartsWith("/portal/confirm", (await root.PostAsync(path, ("name", "eve"), ("do", "lock"))).Location, StringComparison.Ordinal);
        Assert.Equal(before, site.Store.Events.Count);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task a_form_of_another_site_changes_nothing(string path)
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin");
        var before = site.Store.Events.Count;

        var forged = await root.PostAsync(path, request => request.Headers.Add("Sec-Fetch-Site", "cross-site"), ("name", "ada"), ("do", "lock"));
        root.Token = "guessed";
        var guessed = await root.PostAsync(path, ("name", "ada"), ("do", "lock"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (forged.Status, guessed.Status));
        Assert.Equal(before, site.Store.Events.Count);
    }

    [Fact]
    public async Task a_change_is_audited_with_who_and_from_where()
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin/user?name=ada");

        await root.PostAsync("/portal/admin/user", ("name", "ada"), ("do", "lock"));
        await root.PostAsync("/portal/admin/networks", ("network", "192.0.2.0/24"), ("do", "add"));
        await root.PostAsync("/portal/admin/hosts", ("name", "door"), ("clients", "dated"), ("do", "add"));

        Assert.Equal(PersonStanding.Locked, (await site.Store.FindAsync("ada", CancellationToken.None)).Standing);
        foreach (var kind in new[] { AuditKind.PersonLocked, AuditKind.NetworkAdded, AuditKind.HostAdded })
            Assert.Contains(site.Store.Events, e => e.Kind == kind && e.Actor == "root" && IPAddress.IsLoopback(e.Source!));
    }

    /// <summary>What a guesser may call himself.</summary>
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' autofocus onfocus='alert(1)")]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b?c=d&e=f#g")]
    [InlineData("%2e%2e%2f")]
    [InlineData("\u202egnp.exe")]
    public async Task a_name_is_text_wherever_it_stands(string name)
    {
        await HappenAsync(AuditKind.CodeWrong, name);
        await HappenAsync(AuditKind.SourceClosed, name);
        site.Store.Put(Person.Unregistered(name) with { Budget = Rules.Budgets.Budget.Empty with { UnknownNetworksLockedUntil = site.Clock.GetUtcNow().AddHours(1) } });
        using var root = await site.SignedInAsync("root", key);

        foreach (var page in new[] { "/portal/admin", "/portal/admin/logins", "/portal/admin/logins/rows", "/portal/admin/audit", "/portal/admin/closings", $"/portal/admin/user?name={Uri.EscapeDataString(name)}" })
        {
            var body = (await root.GetAsync(page)).Body;
            Assert.DoesNotContain("<script>alert", body, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", body, StringComparison.Ordinal);
            Assert.DoesNotContain("onfocus='", body, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202e", body, StringComparison.Ordinal);
        }

        Assert.Contains($"/portal/admin/user?name={WebUtility.HtmlEncode(Uri.EscapeDataString(name))}", (await root.GetAsync("/portal/admin/closings")).Body, StringComparison.Ordinal);
        await root.GetAsync("/portal/admin/closings");
        await root.PostAsync("/portal/admin/closings", ("name", name));
        Assert.Contains(site.Store.Events, e => e.Kind == AuditKind.ClosingsOpened && e.Person == name);
    }

    [Fact]
    public async Task nothing_on_a_page_is_inline()
    {
        using var root = await site.SignedInAsync("root", key);
        foreach (var page in Pages)
        {
            var body = (await root.GetAsync(page.Data)).Body;
            Assert.DoesNotContain(" style=", body, StringComparison.Ordinal);
            Assert.DoesNotMatch("<script(?! type=\"module\" src=)", body);
            Assert.DoesNotMatch(" on[a-z]+=", body);
            Assert.True(body.Length < 60_000, $"{page.Data} has {body.Length} characters");
        }
    }

    [Fact]
    public async Task logins_are_found_by_user_network_and_outcome_and_exported_by_the_same_filter()
    {
        await HappenAsync(AuditKind.LoginAllowed, "ada", "192.0.2.7");
        await HappenAsync(AuditKind.CodeWrong, "eve", "198.51.100.7");
        await HappenAsync(AuditKind.PersonAdded, "bob", null);
        using var root = await site.SignedInAsync("root", key);

        var all = (await root.GetAsync("/portal/admin/logins")).Body;
        var refused = (await root.GetAsync("/portal/admin/logins?outcome=refused")).Body;
        var network = (await root.GetAsync("/portal/admin/logins?source=198.51.100.0/24")).Body;
        var csv = await root.GetAsync("/portal/admin/audit.csv?outcome=refused");
        var json = await root.GetAsync("/portal/admin/audit.json?person=ada");

        Assert.True(Has(all, "ada") && Has(all, "eve") && !Has(all, "bob"));
        Assert.True(!Has(refused, "ada") && Has(refused, "eve"));
        Assert.True(!Has(network, "ada") && Has(network, "eve"));
        Assert.Equal(2, csv.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("attachment", csv.Message.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("\"person\":\"ada\"", json.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("eve", json.Body, StringComparison.Ordinal);

        static bool Has(string body, string name) => body.Contains($"?name={name}\"", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source=everywhere")]
    [InlineData("from=yesterday")]
    [InlineData("to=2031-02-30")]
    public async Task a_filter_that_cannot_be_understood_says_so(string query)
    {
        using var root = await site.SignedInAsync("root", key);

        Assert.Contains("role=\"alert\"", (await root.GetAsync("/portal/admin/logins?" + query)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await root.GetAsync("/portal/admin/audit.csv?" + query)).Status);
    }

    [Fact]
    public async Task a_bypass_code_is_shown_once_and_opens_a_login()
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin/user?name=ada");

        var given = await root.PostAsync("/portal/admin/user", ("name", "ada"), ("do", "bypass"), ("uses", "1"), ("hours", "24"));
        var code = System.Text.RegularExpressions.Regex.Match(given.Body, "given\">(?<code>[a-z0-9-]+)<", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Groups["code"].Value;
        var ada = await site.Store.FindAsync("ada", CancellationToken.None);

        Assert.True(ada.Enrolments.Bypass?.Matches(code, site.Clock.GetUtcNow()));
        Assert.Equal(ada.Enrolments.Bypass!.Expires, site.Clock.GetUtcNow().AddHours(24));
        Assert.DoesNotContain(code, (await root.GetAsync("/portal/admin/user?name=ada")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "24")]
    [InlineData("101", "24")]
    [InlineData("1", "721")]
    [InlineData("many", "24")]
    public async Task a_bypass_code_has_bounds(string uses, string hours)
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin/user?name=ada");
        await root.PostAsync("/portal/admin/user", ("name", "ada"), ("do", "bypass"), ("uses", uses), ("hours", hours));

        Assert.Null((await site.Store.FindAsync("ada", CancellationToken.None)).Enrolments.Bypass);
    }

    [Fact]
    public async Task a_sheet_is_a_pdf_and_counts()
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin/user?name=ada");

        var sheet = await root.PostAsync("/portal/admin/user", ("name", "ada"), ("do", "sheet"), ("paper", "Letter"));

        Assert.Equal("application/pdf", sheet.Message.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("%PDF-", sheet.Body, StringComparison.Ordinal);
        Assert.Equal(500, (await site.Store.FindAsync("ada", CancellationToken.None)).Enrolments.Skey?.Line);
    }

    [Fact]
    public async Task nobody_locks_or_removes_himself_and_a_removal_is_meant()
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin/user?name=root");
        await root.PostAsync("/portal/admin/user", ("name", "root"), ("do", "lock"));
        await root.PostAsync("/portal/admin/user", ("name", "root"), ("do", "remove"), ("typed", "root"));
        await root.PostAsync("/portal/admin/user", ("name", "ada"), ("do", "remove"), ("typed", "adam"));

        Assert.Equal(PersonStanding.Registered, (await site.Store.FindAsync("root", CancellationToken.None)).Standing);
        Assert.Equal(PersonStanding.Registered, (await site.Store.FindAsync("ada", CancellationToken.None)).Standing);
        await root.PostAsync("/portal/admin/user", ("name", "ada"), ("do", "remove"), ("typed", "ada"));
        Assert.Equal(PersonStanding.Unregistered, (await site.Store.FindAsync("ada", CancellationToken.None)).Standing);
    }

    [Fact]
    public async Task the_hosts_secret_is_shown_once_and_works()
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin/hosts");

        var added = await root.PostAsync("/portal/admin/hosts", ("name", "door"), ("clients", "dated"), ("do", "add"));
        var host = Assert.Single(await site.Store.HostsAsync(CancellationToken.None));

        Assert.Contains(host.SecretKey.Reveal(), added.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(host.SecretKey.Reveal(), (await root.GetAsync("/portal/admin/hosts")).Body, StringComparison.Ordinal);
        Assert.Equal(DuoClients.Dated, host.Clients);
        await root.PostAsync("/portal/admin/hosts", ("name", "door"), ("do", "remove"));
        Assert.Empty(await site.Store.HostsAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("everywhere")]
    [InlineData("")]
    public async Task a_network_that_would_trust_everybody_is_not_taken(string network)
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin/networks");

        Assert.Contains("role=\"alert\"", (await root.PostAsync("/portal/admin/networks", ("network", network), ("do", "add"))).Body, StringComparison.Ordinal);
        Assert.Empty(await site.Store.NetworksAsync(CancellationToken.None));
    }

    [Fact]
    public async Task users_are_searched_filtered_and_paged()
    {
        for (var i = 0; i < 120; i++)
            site.Store.Put(Person.Registered($"user{i:000}"));
        using var root = await site.SignedInAsync("root", key);

        var first = (await root.GetAsync("/portal/admin/users")).Body;
        var second = (await root.GetAsync("/portal/admin/users?after=user047")).Body;
        var found = (await root.GetAsync("/portal/admin/users?q=ER11")).Body;
        var ready = (await root.GetAsync("/portal/admin/users?show=with-factor")).Body;

        Assert.True(Has(first, "ada") && !Has(first, "user100") && first.Contains("after=", StringComparison.Ordinal));
        Assert.True(!Has(second, "user047") && Has(second, "user048"));
        Assert.True(Has(found, "user110") && !Has(found, "user011x") && !Has(found, "ada"));
        Assert.True(Has(ready, "ada") && !Has(ready, "user001"));

        static bool Has(string body, string name) => body.Contains($"?name={name}\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_change_is_seen_in_the_list_at_once()
    {
        using var root = await site.SignedInAsync("root", key);
        await root.GetAsync("/portal/admin/users");
        await root.PostAsync("/portal/admin/users", ("name", "newcomer"));

        Assert.Contains("?name=newcomer\"", (await root.GetAsync("/portal/admin/users")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_chain_is_walked_when_asked()
    {
        using var root = await site.SignedInAsync("root", key);
        var before = (await root.GetAsync("/portal/admin/audit")).Body;
        await root.PostAsync("/portal/admin/audit", ("do", "check"));

        Assert.Contains("has not been checked", before, StringComparison.Ordinal);
        Assert.Contains("Complete: ", (await root.GetAsync("/portal/admin/audit")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task closings_are_listed_with_their_end_and_opened()
    {
        var network = SourceNetwork.Of(IPAddress.Parse("198.51.100.7"));
        var policy = Rules.Budgets.BudgetPolicy.Default;
        var ada = await site.Store.FindAsync("ada", CancellationToken.None);
        var budget = ada.Budget;
        for (var i = 0; i < policy.FailuresPerSource; i++)
            budget = budget.Fail(network, policy, site.Clock.GetUtcNow()).Budget;
        site.Store.Put(ada with { Budget = budget });
        await HappenAsync(AuditKind.SourceClosed, "ada");
        using var root = await site.SignedInAsync("root", key);

        Assert.Contains("198.51.100.0/24", (await root.GetAsync("/portal/admin/closings")).Body, StringComparison.Ordinal);
        await root.PostAsync("/portal/admin/closings", ("name", "ada"));
        Assert.Contains("There are no lockouts", (await root.GetAsync("/portal/admin/closings")).Body, StringComparison.Ordinal);
    }

    private ValueTask HappenAsync(AuditKind kind, string person, string? source = "198.51.100.7") =>
        site.Store.AppendAsync([new AuditEvent(kind, person, source is null ? null : IPAddress.Parse(source), "door", Detail: "Totp")], CancellationToken.None);
}
