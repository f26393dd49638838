using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, string? Location, HttpResponseMessage Message);

/// <summary>A browser without scripts: keeps cookies, takes the token out of the page it saw last, follows nothing by itself.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient http;

    /// <param name="site">Where the portal is.</param>
    /// <param name="address">The address at which it answers.</param>
    /// <param name="root">The site's own certificate authority.</param>
    /// <param name="now">The time by the site's clock, by which certificates are dated.</param>
    public Browser(Uri site, IPEndPoint address, X509Certificate2 root, DateTimeOffset now)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTimeIgnored = false,
            VerificationTime = now.UtcDateTime,
        };
        trust.CustomTrustStore.Add(root);
        var handler = OwnAddress.For(address);
        handler.CookieContainer = Cookies;
        handler.AllowAutoRedirect = false;
        handler.SslOptions.CertificateChainPolicy = trust;
        // A test may write another name into the Host header, which is then the one that is compared.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, faults) => (faults & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
        http = new HttpClient(handler) { BaseAddress = site, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrHigher };
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The token of the page seen last.</summary>
    public string Token { get; set; } = string.Empty;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, _ => { });

    public Task<Answer> GetAsync(string path, Action<HttpRequestMessage> change) => SendAsync(HttpMethod.Get, path, null, change);

    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields) => PostAsync(path, Own, fields);

    public Task<Answer> PostAsync(string path, Action<HttpRequestMessage> change, params (string Name, string Value)[] fields) => SendAsync(
        HttpMethod.Post,
        path,
        new FormUrlEncodedContent(fields.Append(("form-token", Token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        change);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Version = HttpVersion.Version20 };
        change(request);
        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (TokenField().Match(body) is { Success: true } match)
            Token = match.Groups["token"].Value;
        return new Answer(response.StatusCode, body, response.Headers.Location?.OriginalString, response);
    }

    public void Dispose() => http.Dispose();

    private static void Own(HttpRequestMessage request) => request.Headers.Add("Sec-Fetch-Site", "same-origin");

    [GeneratedRegex("""name="form-token" value="(?<token>[^"]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TokenField();
}
