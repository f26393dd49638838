using System.Globalization;
using System.Net;
using Microsoft.Playwright;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace EndToEnd.Portal;

/// <summary>An administrator (root) at the pages for administrators, on a site where something happened in the last day.</summary>
[Collection(Browsing.Name)]
public sealed class AdministrationTests(PortalSite site) : IClassFixture<PortalSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_sees_the_site_and_changes_it()
    {
        await SeedAsync();
        await using var window = await site.Browser.OpenAsync();
        var page = await window.NewPageAsync();
        var broken = window.BrokenRules();
        await SignInAsRootAsync(page);

        foreach (var (name, path) in new[]
        {
            ("state", "/portal/admin"), ("state-week", "/portal/admin?last=7d"), ("users", "/portal/admin/users"), ("user", "/portal/admin/user?name=mallory"),
            ("logins", "/portal/admin/logins"), ("closings", "/portal/admin/closings"), ("rollout", "/portal/admin/rollout"), ("hosts", "/portal/admin/hosts"),
            ("networks", "/portal/admin/networks"), ("gate", "/portal/admin/gate"), ("audit", "/portal/admin/audit"),
        })
        {
            await page.GotoAsync(site.Origin + path);
            await page.AssertAccessibleAsync();
            await page.ShootAsync("administration-" + name);
        }

        Assert.Empty(broken);
        await page.GotoAsync(site.Origin + "/portal/admin/user?name=ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lock" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Done: Lock.")).ToBeVisibleAsync();
        Assert.Equal(PersonStanding.Locked, (await site.Authority.Host.Store.FindAsync("ada", Cancel)).Standing);

        await page.GetByRole(AriaRole.Button, new() { Name = "Create a bypass code" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is shown once.")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.ShootAsync("administration-bypass");

        await page.GotoAsync(site.Origin + "/portal/admin/hosts");
        await page.GetByLabel("Name").FillAsync("door");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register a host" }).ClickAsync();
        await Assertions.Expect(page.GetByText("ikey = DI")).ToBeVisibleAsync();
        await page.ShootAsync("administration-host-added");
    }

    [Fact]
    public async Task New_logins_come_by_themselves_while_the_box_is_ticked()
    {
        await using var window = await site.Browser.OpenAsync();
        var page = await window.NewPageAsync();
        await SignInAsRootAsync(page);
        await page.GotoAsync(site.Origin + "/portal/admin/logins?person=latecomer");
        await Assertions.Expect(page.GetByText("No event matches.")).ToBeVisibleAsync();

        await page.GetByLabel("Show new events as they arrive").CheckAsync();
        await HappenAsync(AuditKind.LoginAllowed, "latecomer", "192.0.2.7", "Totp");

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "latecomer" })).ToBeVisibleAsync();
    }

    /// <summary>Root signs in by a link and a recovery code.</summary>
    private async Task SignInAsRootAsync(IPage page)
    {
        if ((await site.Authority.Host.Store.FindAsync("root", Cancel)).Standing == PersonStanding.Unregistered)
            await site.Authority.AdministerAsync("user", "add", "root");
        var codes = await site.Authority.AdministerAsync("recovery-codes", "--for", "root");
        await page.GotoAsync((await site.Authority.AdministerAsync("portal", "link")).Split('\n')[0].Trim());
        await page.GetByRole(AriaRole.Textbox).FillAsync(codes.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
    }

    /// <summary>A day of a small site: people come in the morning, somebody guesses at night.</summary>
    private async Task SeedAsync()
    {
        var store = site.Authority.Host.Store;
        foreach (var name in new[] { "ada", "bob", "carol", "dave" })
            await site.Authority.AdministerAsync("user", "add", name);
        await site.Authority.AdministerAsync("recovery-codes", "--for", "ada");
        await site.Authority.AdministerAsync("network", "add", "192.0.2.0/24");

        site.Authority.Clock.Step(TimeSpan.FromHours(-23));
        for (var hour = 0; hour < 24; hour++)
        {
            for (var i = 0; i < (hour * 7 % 13) + 2; i++)
                await HappenAsync(AuditKind.LoginAllowed, "ada", "192.0.2.7", i % 3 == 0 ? "Push" : i % 5 == 0 ? "Skey" : "Totp");
            if (hour % 3 == 0)
                await HappenAsync(AuditKind.LoginTrustedNetwork, "bob", "203.0.113.9", "203.0.113.0/24");
            for (var i = 0; i < (hour is > 4 and < 9 ? 40 : 2); i++)
                await HappenAsync(AuditKind.CodeWrong, $"guest{i}", string.Create(CultureInfo.InvariantCulture, $"198.51.{100 + (i % 5)}.{i}"), "Totp");
            if (hour < 23)
                site.Authority.Clock.Step(TimeSpan.FromHours(1));
        }

        var mallory = await store.FindAsync("mallory", Cancel);
        var budget = mallory.Budget;
        for (var i = 0; i < 5; i++)
            budget = budget.Fail(SourceNetwork.Of(IPAddress.Parse("2001:db8::7")), BudgetPolicy.Default, site.Authority.Clock.GetUtcNow()).Budget;
        Assert.Equal(Commit.Done, await store.CommitAsync(
            mallory with { Budget = budget },
            [new AuditEvent(AuditKind.SourceClosed, "mallory", IPAddress.Parse("2001:db8::7"), "dora", Detail: "2001:db8::/64")],
            Cancel));
    }

    private ValueTask HappenAsync(AuditKind kind, string person, string source, string detail) =>
        site.Authority.Host.Store.AppendAsync([new AuditEvent(kind, person, IPAddress.Parse(source), "dora", Detail: detail)], Cancel);
}
