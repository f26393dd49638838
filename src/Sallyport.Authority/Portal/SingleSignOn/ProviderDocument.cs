using System.Text.Json.Serialization;

namespace Sallyport.Authority.Portal.SingleSignOn;

/// <summary>What of a provider's own description is used (OpenID Connect Discovery 1.0, section 3).</summary>
internal sealed record ProviderDocument(
    string? Issuer, Uri? AuthorizationEndpoint, Uri? TokenEndpoint, Uri? UserinfoEndpoint, Uri? JwksUri, bool AuthorizationResponseIssParameterSupported)
{
    /// <summary>Whether it describes the provider that was asked, and everything lies on HTTPS.</summary>
    public bool IsOf(Uri asked) =>
        Issuer?.TrimEnd('/') == asked.OriginalString.TrimEnd('/')
        && new[] { AuthorizationEndpoint, TokenEndpoint, UserinfoEndpoint, JwksUri }.All(u => u is { IsAbsoluteUri: true, Scheme: "https" });
}

/// <summary>RFC 6749 section 5.1.</summary>
internal sealed record TokenAnswer(string? AccessToken, string? IdToken);

/// <summary>RFC 7517, as far as RSA and P-256 keys for signatures go.</summary>
internal sealed record JsonWebKey(string? Kty, string? Use, string? Kid, string? Crv, string? N, string? E, string? X, string? Y);

internal sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey>? Keys);

/// <summary>RFC 7515 section 4.</summary>
internal sealed record TokenHeader(string? Alg, string? Kid);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProviderDocument))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(JsonWebKeySet))]
[JsonSerializable(typeof(TokenHeader))]
internal sealed partial class ProviderJson : JsonSerializerContext;
