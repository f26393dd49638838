using EndToEnd.Machine;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>The help pages in a browser: from the portal, and as the files that site pages writes.</summary>
[Collection(Browsing.Name)]
public sealed class HelpTests(PortalSite site) : IClassFixture<PortalSite>
{
    [Fact]
    public async Task the_help_pages_can_be_read_by_everybody_copied_from_and_printed()
    {
        await PublishAsync();
        await using var window = await site.Browser.OpenAsync();
        var broken = window.BrokenRules();
        await window.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await window.NewPageAsync();
        foreach (var system in new[] { "linux", "macos", "windows", "phone" })
        {
            await page.GotoAsync($"{site.Origin}/help?system={system}");
            await page.AssertWithoutFindingAsync();
            await page.SetViewportSizeAsync(390, 844);
            Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            await page.SetViewportSizeAsync(1200, 800);
            await page.ShootAsync("help-" + system);
        }

        // This browser runs on Linux: its instructions come first without a choice.
        await page.GotoAsync(site.Origin + "/help");
        await Assertions.Expect(page.Locator("#first-steps article").First).ToHaveIdAsync("first-with-program");
        await page.Locator("#first-plain .copy button").ClickAsync();
        Assert.Equal("ssh yourname@ssh.maths.example", await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        await page.Locator("#start-and-end .copy button").ClickAsync();
        Assert.Equal("ssh-with-2fa up\nssh-with-2fa up --until 18:30 --warn\nssh-with-2fa status\nssh-with-2fa down", await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        await page.GotoAsync(site.Origin + "/help#gate-penalty");
        await Assertions.Expect(page.Locator("#gate-penalty")).ToBeInViewportAsync();
        await PrintAsync(page);
        Assert.Empty(broken);
    }

    [Fact]
    public async Task without_a_script_nothing_is_missing_but_the_buttons()
    {
        await PublishAsync();
        await using var window = await site.Browser.OpenAsync(new() { JavaScriptEnabled = false });
        var page = await window.NewPageAsync();
        await page.GotoAsync(site.Origin + "/help?system=windows");
        await Assertions.Expect(page.Locator("#putty pre")).ToContainTextAsync("plink -P 12022");
        await Assertions.Expect(page.Locator(".copy button")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task the_same_pages_come_from_files()
    {
        await PublishAsync();
        var folder = Directory.CreateTempSubdirectory("sallyport-help-");
        try
        {
            await site.Authority.AdministerAsync("site", "pages", folder.FullName);
            await using var window = await site.Browser.OpenAsync();
            var page = await window.NewPageAsync();
            await page.GotoAsync(new Uri(Path.Combine(folder.FullName, "index.html")).AbsoluteUri);
            await Assertions.Expect(page.Locator("#first-plain pre")).ToContainTextAsync("ssh yourname@ssh.maths.example");
            Assert.NotEqual("rgba(0, 0, 0, 0)", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.card')).backgroundColor"));
            await page.GetByRole(AriaRole.Link, new() { Name = "Windows", Exact = true }).First.ClickAsync();
            await Assertions.Expect(page.Locator("#first-steps article").First).ToHaveIdAsync("first-windows");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task PublishAsync() => site.Authority.AdministerAsync("site", "edit", "--file", Path.Combine(Checkout.Root, "tests/vectors/site-profile/payload.json"));

    /// <summary>A picture of the printed page, for people to look at.</summary>
    private static async Task PrintAsync(IPage page)
    {
        if (Environment.GetEnvironmentVariable("SALLYPORT_SCREENSHOTS") is not null)
            await page.PdfAsync(new() { Path = Path.Combine(Checkout.Root, "artifacts/portal/help.pdf"), Format = "A4" });
    }
}
