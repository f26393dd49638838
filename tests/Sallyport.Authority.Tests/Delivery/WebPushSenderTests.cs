using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Delivery.WebPush;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>Web Push to a push service of the test's, which decrypts with the subscription's keys.</summary>
public sealed class WebPushSenderTests : IAsyncLifetime
{
    private readonly TestBrowser browser = new();
    private readonly TestClock clock = new();
    private TestProvider service = null!;
    private VapidKey key = null!;

    public async ValueTask InitializeAsync()
    {
        service = await TestProvider.StartAsync();
        service.Answers = [(201, "")];
        key = new VapidKey(new Secret(new byte[32]), "mailto:root@example.net", clock);
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        key.Dispose();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task The_browser_reads_what_was_sent_and_the_push_service_cannot()
    {
        var result = await SendAsync("a login waits for alice", new WebPushOptions("mailto:root@example.net", PrivateNetworks: true, service.RootsFile));
        Assert.Equal(DeliveryState.Sent, result.State);
        var request = Assert.Single(service.Requests);
        Assert.Equal(("POST", "/send/abc"), (request.Method, request.Target));
        Assert.Equal(
            ("aes128gcm", "60", "high", 32),
            (request.Headers["Content-Encoding"], request.Headers["TTL"], request.Headers["Urgency"], request.Headers["Topic"].Length));
        Assert.DoesNotContain("alice", Encoding.Latin1.GetString(request.Body), StringComparison.Ordinal);
        Assert.Equal("a login waits for alice", Encoding.UTF8.GetString(browser.Read(request.Body)));
        var (token, k) = TestBrowser.ReadVapid(request.Headers["Authorization"]);
        Assert.Equal(key.PublicKey, k);
        Assert.True(TestBrowser.IsSigned(token, k));
        Assert.Contains($"\"aud\":\"{service.Url.GetLeftPart(UriPartial.Authority)}\"", TestBrowser.ClaimsOf(token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_inside_the_site_is_not_called()
    {
        var result = await SendAsync("hello", new WebPushOptions("mailto:root@example.net", PrivateNetworks: false, service.RootsFile));
        Assert.Equal((DeliveryState.Refused, "its address is not on the public Internet"), (result.State, result.Detail));
        Assert.Empty(service.Requests);
    }

    [Theory]
    [InlineData(404, nameof(DeliveryState.Gone))]
    [InlineData(410, nameof(DeliveryState.Gone))]
    [InlineData(413, nameof(DeliveryState.Refused))]
    [InlineData(429, nameof(DeliveryState.NotSent))]
    [InlineData(307, nameof(DeliveryState.Refused))]
    public async Task A_push_services_answer_says_what_became_of_it(int status, string expected)
    {
        service.Answers = [(status, "")];
        service.AnswerHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = "https://localhost:1/" };
        Assert.Equal(expected, (await SendAsync("hello", new WebPushOptions("mailto:root@example.net", PrivateNetworks: true, service.RootsFile))).State.ToString());
    }

    [Fact]
    public async Task Why_a_push_service_refuses_is_told_in_a_line()
    {
        service.Answers = [(403, "{\"reason\":\n\"BadJwtToken\"}" + new string('x', 500))];
        var result = await SendAsync("hello", new WebPushOptions("mailto:root@example.net", PrivateNetworks: true, service.RootsFile));
        Assert.Equal(DeliveryState.Refused, result.State);
        Assert.StartsWith("answer 403: {\"reason\": \"BadJwtToken\"}", result.Detail, StringComparison.Ordinal);
        Assert.InRange(result.Detail.Length, 1, 140);
    }

    [Fact]
    public async Task More_than_one_record_is_not_sent()
    {
        var result = await SendAsync(new string('x', PushEncryption.MostBytes + 1), new WebPushOptions("mailto:root@example.net", PrivateNetworks: true, service.RootsFile));
        Assert.Equal(DeliveryState.Refused, result.State);
    }

    private async Task<DeliveryResult> SendAsync(string text, WebPushOptions options)
    {
        using var sender = new WebPushSender(options, key, clock);
        return await sender.SendAsync(
            browser.Subscription(new Uri(service.Url, "send/abc")), "push 1", Encoding.UTF8.GetBytes(text), clock.GetUtcNow() + TimeSpan.FromSeconds(60), CancellationToken.None);
    }
}
