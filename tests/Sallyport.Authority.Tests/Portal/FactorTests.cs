using System.Net;
using System.Text.RegularExpressions;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Portal;

public sealed partial class FactorTests
{
    [Fact]
    public async Task who_has_no_factor_adds_an_app_and_its_key_counts_after_its_first_code()
    {
        await using var site = await PortalSite.StartAsync();
        site.Store.Put(Person.Registered("ada"));
        using var browser = await site.SignedInAsync("ada", null);

        await browser.GetAsync("/portal/factors/app");
        Assert.Equal("/portal/factors/app", (await browser.PostAsync("/portal/factors/app", ("do", "start"))).Location);
        var page = await browser.GetAsync("/portal/factors/app");
        var key = new TotpKey(Base32.Decode(KeyIn().Match(page.Body).Groups["key"].Value.Replace(" ", "", StringComparison.Ordinal))!);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/portal/factors/app", ("do", "confirm"), ("code", "000000"))).Status);
        Assert.Null((await site.Store.FindAsync("ada", CancellationToken.None)).Enrolments.Totp);
        var done = await browser.PostAsync("/portal/factors/app", ("do", "confirm"), ("code", site.CodeOf(key)));

        Assert.Equal("/portal/factors", done.Location);
        Assert.Equal(key, (await site.Store.FindAsync("ada", CancellationToken.None)).Enrolments.Totp!.Key);
        Assert.Contains("Your authenticator app is set up.", (await browser.GetAsync("/portal/factors")).Body, StringComparison.Ordinal);
        Assert.Contains("<svg class=\"qr\"", page.Body, StringComparison.Ordinal);
        // From here on there is a factor to give.
        Assert.Equal("/portal/confirm?next=%2Fportal%2Ffactors%2Fapp", (await browser.GetAsync("/portal/factors/app")).Location);
    }

    [Fact]
    public async Task five_minutes_after_a_factor_another_is_asked_for_before_anything_changes()
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        using var browser = await site.SignedInAsync("ada", key);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/portal/factors/recovery-codes")).Status);

        site.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("/portal/confirm?next=%2Fportal%2Ffactors%2Frecovery-codes", (await browser.PostAsync("/portal/factors/recovery-codes")).Location);
        Assert.Empty((await site.Store.FindAsync("ada", CancellationToken.None)).Enrolments.RecoveryCodes.Left);

        await browser.GetAsync("/portal/confirm?next=%2Fportal%2Ffactors%2Frecovery-codes");
        var confirmed = await browser.PostAsync("/portal/confirm", ("next", "/portal/factors/recovery-codes"), ("code", site.CodeOf(key)));
        var codes = await browser.PostAsync("/portal/factors/recovery-codes");

        Assert.Equal("/portal/factors/recovery-codes", confirmed.Location);
        Assert.Equal(10, CodeItem().Count(codes.Body));
        Assert.Contains(site.Store.Events, e => e is { Kind: AuditKind.RecoveryCodesIssued, Actor: "ada", Host: "portal", Source: not null });
    }

    [Fact]
    public async Task a_sheet_is_made_only_where_the_site_lets_people_make_their_own()
    {
        await using var site = await PortalSite.StartAsync(o => o with { Portal = o.Portal with { OwnSheets = Settings.Switch.On } });
        await using var strict = await PortalSite.StartAsync();
        using var allowed = await site.SignedInAsync("ada", site.AddTotp("ada"));
        using var refused = await strict.SignedInAsync("ada", strict.AddTotp("ada"));

        await allowed.GetAsync("/portal/factors/skey");
        var sheet = await allowed.PostAsync("/portal/factors/skey");
        await refused.GetAsync("/portal/factors/skey");

        Assert.Equal(500, LineOfSheet().Count(sheet.Body));
        Assert.Equal(500, (await site.Store.FindAsync("ada", CancellationToken.None)).Enrolments.Skey!.Line);
        Assert.Equal(HttpStatusCode.Forbidden, (await refused.PostAsync("/portal/factors/skey")).Status);
        Assert.Null((await strict.Store.FindAsync("ada", CancellationToken.None)).Enrolments.Skey);
    }

    [Fact]
    public async Task this_was_not_me_closes_the_network_for_the_name_and_ends_the_other_browsers()
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        using var other = await site.SignedInAsync("ada", key);
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        using var own = await site.SignedInAsync("ada", key);
        var stranger = Rules.Networks.SourceNetwork.Of(IPAddress.Parse("203.0.113.9"));
        var ada = await site.Store.FindAsync("ada", CancellationToken.None);
        site.Store.Put(ada with { History = ada.History.Failed(stranger) });

        var page = await own.GetAsync("/portal/activity");
        await own.GetAsync("/portal/activity/not-me?network=203.0.113.0%2F24");
        var done = await own.PostAsync("/portal/activity/not-me", ("network", "203.0.113.0/24"));
        var made = await own.PostAsync("/portal/activity/not-me", ("network", "198.51.100.0/24"));

        Assert.Contains("1 wrong code", page.Body, StringComparison.Ordinal);
        Assert.Equal("/portal/activity", done.Location);
        Assert.Equal(HttpStatusCode.NotFound, made.Status);
        ada = await site.Store.FindAsync("ada", CancellationToken.None);
        Assert.NotNull(ada.Budget.LockedUntil(stranger, Rules.Budgets.BudgetPolicy.Default, site.Clock.GetUtcNow()));
        Assert.Equal("/portal/sign-in", (await other.GetAsync("/portal")).Location);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/portal")).Status);
        Assert.Contains(site.Store.Events, e => e is { Kind: AuditKind.SourceDisowned, Detail: "203.0.113.0/24" });
    }

    [Fact]
    public async Task sign_out_everywhere_leaves_no_browser_signed_in()
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        using var other = await site.SignedInAsync("ada", key);
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        using var own = await site.SignedInAsync("ada", key);
        await own.GetAsync("/portal/activity");
        await own.PostAsync("/portal/activity");

        Assert.Equal("/portal/sign-in", (await other.GetAsync("/portal")).Location);
        Assert.Equal("/portal/sign-in", (await own.GetAsync("/portal")).Location);
    }

    [GeneratedRegex("""<dd class="mono" translate="no">(?<key>[A-Z2-7 ]+)</dd>""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyIn();

    [GeneratedRegex("<li>[2346789a-z]{6}-[2346789a-z]{6}</li>", RegexOptions.NonBacktracking)]
    private static partial Regex CodeItem();

    [GeneratedRegex("""<td class="mono">([A-Z]+ ){5}[A-Z]+</td>""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LineOfSheet();
}
