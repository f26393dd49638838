using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Sallyport.Authority.Tests.Delivery;

namespace EndToEnd.Delivery;

/// <summary>
/// The part of a provider of calls, over HTTP as Twilio documents it: takes an order for a call, asks the authority what to say, tells it which
/// keys were pressed, and signs both. No telephone network is reached.
/// </summary>
internal sealed class CallProvider : IAsyncDisposable
{
    private const string Account = "AC0123456789abcdef";

    private readonly string token = Guid.NewGuid().ToString("N");
    private readonly string secretFile = Path.GetTempFileName();
    private readonly TestProvider orders;
    private HttpClient? http;

    private CallProvider(TestProvider orders) => this.orders = orders;

    public string Section => $$"""
        [deliver calls]
        driver = http
        for = phone
        url = {{orders.Url}}2010-04-01/Accounts/{{Account}}/Calls.json
        user = {{Account}}
        body = To={to}&From=%2B15005550006&Url={link}&StatusCallback={link}%2Fstatus
        success = 201
        secret-file = {{secretFile}}
        ca-file = {{orders.RootsFile}}
        """;

    public static async Task<CallProvider> StartAsync()
    {
        var taker = await TestProvider.StartAsync();
        taker.Answers = [(201, """{"sid":"CA1","status":"queued"}""")];
        var provider = new CallProvider(taker);
        await File.WriteAllTextAsync(provider.secretFile, provider.token + "\n");
        return provider;
    }

    public void TrustPortal(string rootFile) => http = TrustingClient.Of(rootFile);

    /// <summary>The next order: whom to call, and where to ask what to say.</summary>
    public async Task<(string To, Uri Url)> OrderAsync()
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (orders.Requests.TryDequeue(out var order))
            {
                Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{token}")), order.Headers["Authorization"]);
                var form = order.Text.Split('&').Select(field => field.Split('=')).ToDictionary(f => f[0], f => Uri.UnescapeDataString(f[1]), StringComparer.Ordinal);
                return (form["To"], new Uri(form["Url"]));
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException("no call was ordered");
    }

    /// <summary>Somebody takes the call: what is said to them, and where keys go.</summary>
    public async Task<(string Said, Uri Keys)> TakenAsync(Uri url)
    {
        var document = await PostAsync(url, ("CallSid", "CA1"), ("CallStatus", "in-progress"));
        var gather = document.Root!.Element("Gather") ?? throw new InvalidOperationException($"no keys are asked for: {document}");
        return (string.Join(' ', document.Descendants("Say").Select(say => say.Value)), new Uri(gather.Attribute("action")!.Value));
    }

    /// <summary>Keys are pressed: what is said then.</summary>
    public async Task<string> PressAsync(Uri keys, string digits) =>
        string.Join(' ', (await PostAsync(keys, ("CallSid", "CA1"), ("Digits", digits))).Descendants("Say").Select(say => say.Value));

    /// <summary>The call is over: the provider says how, in its own words.</summary>
    public Task EndAsync(Uri url, string status) => PostAsync(new Uri(url + "/status"), ("CallSid", "CA1"), ("CallStatus", status), ("CallDuration", "0"));

    /// <summary>A call-back as anybody can send it.</summary>
    public async Task<HttpStatusCode> ForgeAsync(Uri url, string? signature, params (string Name, string Value)[] form)
    {
        using var response = await SendAsync(url, signature, form);
        return response.StatusCode;
    }

    public string Sign(Uri url, params (string Name, string Value)[] form) => Convert.ToBase64String(HMACSHA1.HashData(
        Encoding.UTF8.GetBytes(token),
        Encoding.UTF8.GetBytes(url.AbsoluteUri + string.Concat(form.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => f.Name + f.Value)))));

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        await orders.DisposeAsync();
        File.Delete(secretFile);
    }

    private async Task<XDocument> PostAsync(Uri url, params (string Name, string Value)[] form)
    {
        using var response = await SendAsync(url, Sign(url, form), form);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/xml", response.Content.Headers.ContentType?.MediaType);
        return XDocument.Parse(await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, string? signature, (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("X-Twilio-Signature", signature);
        return await http!.SendAsync(request);
    }
}
