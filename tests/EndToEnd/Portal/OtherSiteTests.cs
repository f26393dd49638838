using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>What another site can do to somebody who is signed in, in a real browser: nothing.</summary>
[Collection(Browsing.Name)]
public sealed class OtherSiteTests(PortalSite site) : IClassFixture<PortalSite>
{
    private const string Evil = "https://evil.example/";

    [Fact]
    public async Task It_frames_no_page_and_its_forms_change_nothing()
    {
        await using var ada = await site.SignInAsync();
        var page = await ada.Window.NewPageAsync();
        await page.RouteAsync(Evil, route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"""
                <iframe src="{site.Origin}/portal/devices"></iframe>
                <form method="post" action="{site.Origin}/portal/devices/add"><button>A prize</button></form>
                """,
        }));
        await page.GotoAsync(Evil);

        // Chromium's own page in place of what may not be framed.
        Assert.StartsWith("chrome-error:", page.Frames.Single(f => f.ParentFrame is not null).Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "A prize" }).ClickAsync();
        await page.WaitForURLAsync(site.Origin + "/**");

        Assert.Null((await site.Authority.Host.Store.FindAsync(ada.Name, TestContext.Current.CancellationToken)).Portal.DeviceTicket);
        await ada.GoAsync("/portal/devices");
        await Assertions.Expect(ada.Page.Locator(".who")).ToHaveTextAsync(ada.Name);
    }
}
