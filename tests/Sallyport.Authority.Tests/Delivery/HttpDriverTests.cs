using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Machine.Outbound;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>The drivers that speak HTTP, against a provider that keeps what arrives: the documented shape of each interface, and what each failure means.</summary>
public sealed class HttpDriverTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private TestProvider provider = null!;

    public async ValueTask InitializeAsync() => provider = await TestProvider.StartAsync();

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    [Fact]
    public async Task A_message_by_Twilios_interface_is_a_form_under_basic_authentication()
    {
        using var way = Ways.Open(
            $"""
            driver = http
            for = sms
            url = {provider.Url}2010-04-01/Accounts/AC123/Messages.json
            user = AC123
            body = "To={"{to}"}&From=%2B15005550006&Body={"{text}"}"
            success = 201
            """, "the token", provider.RootsFile);
        provider.Answers = [(201, """{"sid":"SM1","status":"queued"}""")];

        Assert.Equal(DeliveryState.Sent, (await way.SendAsync(Ways.Message("+61491570006", "Codes: 1234567 & 7654321 = two"), None)).State);
        var request = Assert.Single(provider.Requests);
        Assert.Equal(("POST", "/2010-04-01/Accounts/AC123/Messages.json"), (request.Method, request.Target));
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["Content-Type"]);
        Assert.Equal("Basic " + Convert.ToBase64String("AC123:the token"u8), request.Headers["Authorization"]);
        Assert.Equal("To=%2B61491570006&From=%2B15005550006&Body=Codes%3A%201234567%20%26%207654321%20%3D%20two", request.Text);
    }

    [Fact]
    public async Task What_a_message_says_cannot_change_the_request_around_it()
    {
        using var way = Ways.Open(
            $$$"""
            driver = http
            for = sms
            url = {{{provider.Url}}}send?to={digits}&token={secret}
            header = X-Title: {title}
            content-type = application/json
            body = {{"text": "{text}"}}
            """, "s&cret", provider.RootsFile);
        await way.SendAsync(Ways.Message("+61491570006", "\"}, {\"admin\": true, \"x\": \"\n", title: "one\r\nX-Evil: two"), None);
        var request = Assert.Single(provider.Requests);
        Assert.Equal("/send?to=61491570006&token=s%26cret", request.Target);
        Assert.Equal("one  X-Evil: two", request.Headers["X-Title"]);
        Assert.False(request.Headers.ContainsKey("X-Evil"));
        using var json = JsonDocument.Parse(request.Text);
        Assert.Equal("\"}, {\"admin\": true, \"x\": \"\n", json.RootElement.GetProperty("text").GetString());
        Assert.Single(json.RootElement.EnumerateObject());
    }

    [Fact]
    public async Task Ntfy_gets_its_json_with_the_topic_and_a_bearer_token()
    {
        using var way = Ways.Open($"driver = ntfy\nfor = push\nserver = {provider.Url}", "tk_secret", provider.RootsFile);
        Assert.Equal(DeliveryState.Sent, (await way.SendAsync(Ways.Message("alices-topic", "From 192.0.2.1", link: "https://portal.example.net/approve/1"), None)).State);
        var request = Assert.Single(provider.Requests);
        Assert.Equal(("POST", "/", "Bearer tk_secret"), (request.Method, request.Target, request.Headers["Authorization"]));
        Assert.Equal(
            """{"topic":"alices-topic","title":"Login waits","message":"From 192.0.2.1","priority":5,"click":"https://portal.example.net/approve/1"}""", request.Text);
    }

    [Fact]
    public async Task Gotify_gets_its_json_with_the_token_in_a_header()
    {
        using var way = Ways.Open($"driver = gotify\nfor = push\nserver = {provider.Url}gotify/", null, provider.RootsFile);
        Assert.Equal(DeliveryState.Sent, (await way.SendAsync(Ways.Message("AbC.123", "From 192.0.2.1", link: "https://portal.example.net/a"), None)).State);
        var request = Assert.Single(provider.Requests);
        Assert.Equal(("POST", "/gotify/message", "AbC.123"), (request.Method, request.Target, request.Headers["X-Gotify-Key"]));
        Assert.Equal(
            """{"title":"Login waits","message":"From 192.0.2.1","priority":10,"extras":{"client::notification":{"click":{"url":"https://portal.example.net/a"}}}}""",
            request.Text);
    }

    [Fact]
    public async Task A_webhook_is_signed_and_says_which_message_it_is()
    {
        using var way = Ways.Open($"driver = webhook\nfor = push\nurl = {provider.Url}hook", "hook secret", provider.RootsFile);
        Assert.Equal(DeliveryState.Sent, (await way.SendAsync(Ways.Message("desk", "hello"), None)).State);
        var request = Assert.Single(provider.Requests);
        Assert.Equal("5f0c", request.Headers["Idempotency-Key"]);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("hook secret"), request.Body)), request.Headers["Sallyport-Signature"]);
        using var json = JsonDocument.Parse(request.Text);
        Assert.Equal(("alice", "desk", "hello"), (json.RootElement.GetProperty("person").GetString(), json.RootElement.GetProperty("to").GetString(), json.RootElement.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("a number that the provider does not know", 400, nameof(DeliveryState.Refused), 1)]
    [InlineData("a wrong token", 401, nameof(DeliveryState.Refused), 1)]
    [InlineData("a redirect to somewhere else", 302, nameof(DeliveryState.Refused), 1)]
    [InlineData("a success whose text says no", 200, nameof(DeliveryState.Refused), 1)]
    [InlineData("a provider that has no time", 503, nameof(DeliveryState.NotSent), 3)]
    [InlineData("too many in a minute", 429, nameof(DeliveryState.NotSent), 3)]
    [InlineData("an error of the provider's after it had the message", 500, nameof(DeliveryState.InDoubt), 1)]
    [InlineData("a connection broken off after the request", 0, nameof(DeliveryState.InDoubt), 1)]
    [InlineData("no answer at all", -1, nameof(DeliveryState.InDoubt), 1)]
    public async Task Only_what_was_certainly_not_taken_is_tried_again(string what, int status, string expected, int attempts)
    {
        using var way = Ways.Open($"driver = http\nfor = sms\nurl = {provider.Url}send\nbody = x\nsuccess-text = queued\ntimeout = 1s", null, provider.RootsFile);
        provider.Answers = [(status, "error: no such number")];
        var result = await way.SendAsync(Ways.Message("+61491570006", "1234567"), None);
        Assert.True(expected == result.State.ToString(), $"{what}: {result}");
        Assert.Equal(attempts, provider.Requests.Count);
        Assert.DoesNotContain("1234567", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_drops_copies_is_tried_again_when_in_doubt()
    {
        using var way = Ways.Open($"driver = webhook\nfor = sms\nurl = {provider.Url}hook", null, provider.RootsFile);
        provider.Answers = [(500, ""), (0, ""), (200, "")];
        Assert.Equal(DeliveryState.Sent, (await way.SendAsync(Ways.Message("x", "y"), None)).State);
        Assert.Equal(3, provider.Requests.Count);
        Assert.Single(provider.Requests.Select(r => r.Headers["Idempotency-Key"]).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_names_a_time_too_far_off_is_not_waited_for()
    {
        using var way = Ways.Open($"driver = http\nfor = sms\nurl = {provider.Url}send", null, provider.RootsFile);
        provider.Answers = [(429, "")];
        provider.AnswerHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "3600" };
        Assert.Equal(DeliveryState.NotSent, (await way.SendAsync(Ways.Message("x", "y"), None)).State);
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_nothing()
    {
        using var way = Ways.Open($"driver = http\nfor = sms\nurl = {provider.Url}send\nattempts = 1");
        var result = await way.SendAsync(Ways.Message("x", "1234567"), None);
        Assert.Equal((DeliveryState.NotSent, "its certificate is not trusted"), (result.State, result.Detail));
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_to_a_bound()
    {
        using var way = Ways.Open($"driver = http\nfor = sms\nurl = {provider.Url}send\nsuccess-text = never", null, provider.RootsFile);
        provider.Answers = [(200, new string('x', 4_000_000))];
        Assert.Equal(DeliveryState.Refused, (await way.SendAsync(Ways.Message("x", "y"), None)).State);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2001:0:1::1")]
    [InlineData("2001:db8::1")]
    public void An_address_that_is_not_public_is_none(string address) => Assert.False(PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("223.255.255.254")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public void An_address_that_is_public_is_one(string address) => Assert.True(PublicAddress.IsPublic(IPAddress.Parse(address)));
}
