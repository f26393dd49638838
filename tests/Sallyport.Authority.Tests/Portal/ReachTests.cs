using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>Where Web Push reaches a browser: told by the browser itself, and by nobody else.</summary>
public sealed class ReachTests : IAsyncLifetime
{
    private static readonly string Key = Base64Url.EncodeToString([4, .. RandomNumberGenerator.GetBytes(64)]);
    private static readonly string Secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    private PortalSite site = null!;
    private Phone ada = null!;

    public async ValueTask InitializeAsync()
    {
        site = await PortalSite.StartAsync();
        site.AddTotp("ada");
        ada = await Phone.EnrolAsync(site, "ada");
    }

    public async ValueTask DisposeAsync()
    {
        ada.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task the_browser_says_where_and_saying_it_again_changes_nothing()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await ada.ReachAsync("ada", Where())).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.ReachAsync("ada", Where())).Status);
        Assert.Equal("https://push.example.net/abc", (await SubscriptionAsync())?.Endpoint.AbsoluteUri);
        Assert.Single(site.Store.Events, e => e.Kind == AuditKind.DeviceChanged);
    }

    [Fact]
    public async Task another_cannot_say_it()
    {
        site.AddTotp("eve");
        using var eve = await Phone.EnrolAsync(site, "eve");
        Assert.Equal(HttpStatusCode.Forbidden, (await eve.ReachAsync("ada", Where())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.ReachAsync("ada", Where(), Where("https://evil.example.net/"))).Status);
        Assert.Null(await SubscriptionAsync());
    }

    [Theory]
    [InlineData("http://push.example.net/abc")]
    [InlineData("https://me:you@push.example.net/abc")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task what_is_no_endpoint_is_refused(string endpoint)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.ReachAsync("ada", Where(endpoint))).Status);
        Assert.Null(await SubscriptionAsync());
    }

    private static object Where(string endpoint = "https://push.example.net/abc") => new { endpoint, p256dh = Key, auth = Secret };

    private async Task<WebPushSubscription?> SubscriptionAsync() =>
        Assert.Single((await site.Store.FindAsync("ada", CancellationToken.None)).Enrolments.Devices.All).Subscription;
}
