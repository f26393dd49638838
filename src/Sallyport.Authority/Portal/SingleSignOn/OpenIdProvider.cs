using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine.Outbound;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Portal.SingleSignOn;

/// <summary>Speaks with the provider: its description, its keys, a code for tokens, a token for claims. Null where it does not answer as it should.</summary>
internal sealed class OpenIdProvider : IDisposable
{
    private const int MostAnswerBytes = 256 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    /// <summary>A provider that did not answer is left alone for a moment, however many would like to sign in.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    /// <summary>A key that is not known makes us look again, but not more often than this.</summary>
    private static readonly TimeSpan LeastBetweenLooks = TimeSpan.FromMinutes(1);

    private readonly SingleSignOnOptions options;
    private readonly Secret secret;
    private readonly TimeProvider clock;
    private readonly HttpClient http;
    private volatile Cached<ProviderDocument>? document;
    private volatile Silence? silence;
    private volatile Cached<JsonWebKeySet>? keys;

    public OpenIdProvider(SingleSignOnOptions options, Secret secret, TimeProvider clock)
    {
        (this.options, this.secret, this.clock) = (options, secret, clock);
        http = new HttpClient(OutboundHandler.New(TrustedRoots.Read(options.RootsFile), Timeout)) { Timeout = Timeout, MaxResponseContentBufferSize = MostAnswerBytes };
    }

    public async ValueTask<ProviderDocument?> DocumentAsync(CancellationToken cancel)
    {
        if (document is { } kept && clock.GetElapsedTime(kept.At) < Fresh)
            return kept.Value;
        if (silence is { } silent && clock.GetElapsedTime(silent.At) < Rest)
            return null;

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{options.Issuer.OriginalString.TrimEnd('/')}/.well-known/openid-configuration");
        if (await SendAsync(request, ProviderJson.Default.ProviderDocument, cancel) is not { } read || !read.IsOf(options.Issuer))
        {
            silence = new Silence(clock.GetTimestamp());
            return null;
        }

        document = new Cached<ProviderDocument>(read, clock.GetTimestamp());
        return read;
    }

    /// <summary>The provider's keys; fetched anew when the one of that name is not among those we know.</summary>
    public async ValueTask<IReadOnlyList<JsonWebKey>?> KeysAsync(ProviderDocument of, string? id, CancellationToken cancel)
    {
        if (keys is { } kept)
        {
            var age = clock.GetElapsedTime(kept.At);
            if (age < LeastBetweenLooks || (age < Fresh && kept.Value.Keys!.Any(k => k.Kid == id)))
                return kept.Value.Keys;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, of.JwksUri);
        if (await SendAsync(request, ProviderJson.Default.JsonWebKeySet, cancel) is not { Keys: { } read } set)
            return null;
        keys = new Cached<JsonWebKeySet>(set, clock.GetTimestamp());
        return read;
    }

    /// <summary>RFC 6749 section 4.1.3, with the verifier of RFC 7636 section 4.5.</summary>
    public async Task<TokenAnswer?> ExchangeAsync(ProviderDocument of, string code, string verifier, string redirect, CancellationToken cancel)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "authorization_code"),
            new("code", code),
            new("redirect_uri", redirect),
            new("code_verifier", verifier),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, of.TokenEndpoint);
        if (options.SecretBy == ClientSecretBy.Post)
        {
            fields.Add(new("client_id", options.ClientId));
            fields.Add(new("client_secret", secret.Reveal()));
        }
        else
        {
            var pair = $"{WebUtility.UrlEncode(options.ClientId)}:{WebUtility.UrlEncode(secret.Reveal())}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        request.Content = new FormUrlEncodedContent(fields);
        return await SendAsync(request, ProviderJson.Default.TokenAnswer, cancel);
    }

    /// <summary>OpenID Connect Core 1.0, section 5.3.</summary>
    public async Task<JsonElement?> ClaimsAsync(ProviderDocument of, string accessToken, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, of.UserinfoEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await SendAsync(request, cancel);
        return response is { IsSuccessStatusCode: true } ? Parse(await response.Content.ReadAsByteArrayAsync(cancel)) : null;
    }

    public void Dispose() => http.Dispose();

    private async Task<T?> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        using var response = await SendAsync(request, cancel);
        if (response is not { IsSuccessStatusCode: true })
            return null;

        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancel), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private static JsonElement? Parse(byte[] json)
    {
        try
        {
            return JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Cached<T>(T Value, long At);

    private sealed record Silence(long At);
}
