using EndToEnd.Machine;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>A phone (a browser window of its own) becomes a device and stops being one.</summary>
[Collection(Browsing.Name)]
public sealed class DeviceTests(PortalSite site) : IClassFixture<PortalSite>
{
    [Needs("zbarimg")]
    [Fact]
    public async Task A_phone_is_added_by_its_QR_code_renamed_and_removed()
    {
        await using var ada = await site.SignInAsync();
        await ada.GoAsync("/portal/devices");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Add a phone or browser" }).ClickAsync();
        await ada.Page.AssertAccessibleAsync();
        await ada.Page.ShootAsync("ticket");
        var picture = Path.Combine(ada.Folder, "qr.png");
        await ada.Page.GetByRole(AriaRole.Img, new() { Name = "QR code" }).ScreenshotAsync(new() { Path = picture });
        var scanned = (await Run.MustAsync("zbarimg", "--raw", "--quiet", picture)).Trim();

        await using var phone = await Phone.EnrolAsync(site, scanned, "Ada's phone");
        await phone.Page.ShootAsync("approve-idle");
        Assert.EndsWith("/portal/", await phone.Page.EvaluateAsync<string>("async () => (await navigator.serviceWorker.ready).scope"), StringComparison.Ordinal);
        await using var late = await site.Browser.OpenAsync();
        var again = await late.NewPageAsync();
        await again.GotoAsync(scanned);
        await again.GetByLabel("Name of this phone or browser").FillAsync("Eve's phone");
        await again.AssertAccessibleAsync();
        await again.ShootAsync("enrol");
        await again.GetByRole(AriaRole.Button, new() { Name = "Approve logins here" }).ClickAsync();
        await Assertions.Expect(again.GetByText("This code has already been used or is too old")).ToBeVisibleAsync();

        await ada.GoAsync("/portal/devices");
        await ada.Page.GetByLabel("Name").FillAsync("pocket");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "pocket" })).ToBeVisibleAsync();
        await ada.Page.AssertAccessibleAsync();
        await ada.Page.ShootAsync("devices");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(ada.Page.GetByText("You have not added a phone or browser yet.")).ToBeVisibleAsync();
        await phone.ExpectAsync("This browser's key was not accepted");
    }
}
