using System.Net;
using System.Security.Cryptography;
using Microsoft.Playwright;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;

namespace EndToEnd.Portal;

/// <summary>A phone (a browser window of its own) is enrolled and answers logins.</summary>
[Collection(Browsing.Name)]
public sealed class DeviceTests(PortalSite site) : IClassFixture<PortalSite>
{
    [Fact]
    public async Task A_phone_is_enrolled_and_approves_with_the_right_digits_only()
    {
        await using var ada = await site.SignInAsync();
        await ada.GoAsync("/portal/devices");
        await ada.Page.AssertAccessibleAsync();
        await ada.Page.ShootAsync("devices-none");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Add a phone or browser" }).ClickAsync();
        await ada.Page.AssertAccessibleAsync();
        await ada.Page.ShootAsync("ticket");
        var link = await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Use this browser" }).GetAttributeAsync("href");

        await using var phone = await site.Browser.OpenAsync();
        var page = await phone.NewPageAsync();
        await page.GotoAsync(link!);
        await page.GetByLabel("Name of this phone or browser").FillAsync("Ada's phone");
        await page.AssertAccessibleAsync();
        await page.ShootAsync("enrol");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the Approve page" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing to approve.")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.ShootAsync("approve-idle");

        await PutPushAsync(ada.Name, "web<b>1</b>", "rm -rf '<script>alert(1)</script>'");
        await Assertions.Expect(page.GetByText("Is this you, logging in now?")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("web<b>1</b>")).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.ShootAsync("approve");
    }

    private async Task PutPushAsync(string name, string host, string command)
    {
        var store = site.Authority.Host.Store;
        var person = await store.FindAsync(name, TestContext.Current.CancellationToken);
        var now = site.Authority.Clock.GetUtcNow();
        var push = new PendingPush(
            PushId.Parse(RandomNumberGenerator.GetHexString(32, lowercase: true))!.Value, FactorKind.Push, [person.Enrolments.Devices.All[0].Id], host,
            IPAddress.Parse("192.0.2.7"), command, now, now.AddMinutes(1), PushNumber.Of(42), 0, PushVerdict.Waiting, null);
        var next = person with { Enrolments = person.Enrolments with { Devices = person.Enrolments.Devices with { Push = push } } };
        Assert.Equal(Commit.Done, await store.CommitAsync(next, [], TestContext.Current.CancellationToken));
    }
}
