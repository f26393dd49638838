using Microsoft.Playwright;
using Sallyport.Authority.Tests.Delivery;

namespace EndToEnd.Portal;

/// <summary>The Approve page's notices. A push service is not within reach, so that the browser's part of subscribing is played; the rest is the page's own.</summary>
[Collection(Browsing.Name)]
public sealed class NoticesTests(PortalSite site) : IClassFixture<PortalSite>
{
    [Fact]
    public async Task a_browser_that_subscribes_tells_the_authority_where_it_is_reached()
    {
        using var keys = new TestBrowser();
        var subscription = keys.Subscription(new Uri("https://push.example.net/abc"));
        await using var ada = await site.SignInAsync();
        await using var phone = await Phone.EnrolAsync(ada, "Ada's phone");
        await phone.Page.Context.GrantPermissionsAsync(["notifications"]);
        await phone.Page.AddInitScriptAsync($$"""
            let given = null;
            PushManager.prototype.getSubscription = async () => given;
            PushManager.prototype.subscribe = async options => {
              if (options.applicationServerKey.length !== 65 || !options.userVisibleOnly) throw new Error('no such key');
              return given = { toJSON: () => ({
                endpoint: '{{subscription.Endpoint}}', keys: { p256dh: '{{Text(subscription.P256dh.AsSpan())}}', auth: '{{Text(subscription.Auth.AsSpan())}}' },
              }) };
            };
            """);
        await phone.Page.ReloadAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Notify me about sign-in requests" }).ClickAsync();
        await Assertions.Expect(phone.Page.GetByText("even when this page is closed")).ToBeVisibleAsync();
        await phone.Page.AssertAccessibleAsync();

        var person = await site.Authority.Host.Store.FindAsync(ada.Name, TestContext.Current.CancellationToken);
        Assert.Equal(subscription, Assert.Single(person.Enrolments.Devices.All).Subscription);
    }

    [Fact]
    public async Task a_browser_without_a_push_service_says_so_and_goes_on_by_the_open_page()
    {
        await using var ada = await site.SignInAsync();
        await using var phone = await Phone.EnrolAsync(ada, "Ada's phone");
        await phone.Page.Context.GrantPermissionsAsync(["notifications"]);
        await phone.Page.ReloadAsync();
        await phone.Page.AssertAccessibleAsync();
        await phone.Page.ShootAsync("approve-notices");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Notify me about sign-in requests" }).ClickAsync();
        await Assertions.Expect(phone.Page.GetByText("This browser cannot notify you")).ToBeVisibleAsync();
        await Assertions.Expect(phone.Page.GetByText("Nothing to approve.")).ToBeVisibleAsync();
        await phone.Page.AssertAccessibleAsync();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
