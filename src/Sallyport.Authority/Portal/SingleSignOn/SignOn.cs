using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Sallyport.Authority.Configuration;

namespace Sallyport.Authority.Portal.SingleSignOn;

/// <summary>Signing in by the site's OpenID provider: authorization code with PKCE (OpenID Connect Core 1.0 section 3.1; RFC 9700).</summary>
internal sealed class SignOn(SingleSignOnOptions options, OpenIdProvider provider, string origin)
{
    public string Name => options.Name;

    private string Redirect => origin + PortalPaths.SignOnReturn;

    /// <summary>Where the browser goes to; null when the provider is not there.</summary>
    public async Task<string?> BeginAsync(BegunSignOn begun, CancellationToken cancel)
    {
        if (await provider.DocumentAsync(cancel) is not { } document)
            return null;

        var query = new QueryBuilder
        {
            { "response_type", "code" },
            { "client_id", options.ClientId },
            { "redirect_uri", Redirect },
            { "scope", string.Join(' ', options.Scopes) },
            { "state", begun.State },
            { "nonce", begun.Nonce },
            { "code_challenge", begun.Challenge },
            { "code_challenge_method", "S256" },
        };
        var address = document.AuthorizationEndpoint!;
        return address.AbsoluteUri + (address.Query.Length == 0 ? query.ToString() : "&" + query.ToString()[1..]);
    }

    /// <summary>The provider's answer, as the browser brings it.</summary>
    /// <param name="begun">What this browser began; null when it did not.</param>
    /// <param name="answer">The answer's parameters.</param>
    /// <param name="now">The authority's time.</param>
    /// <param name="cancel">Ends the talk with the provider.</param>
    public async Task<SignOnOutcome> EndAsync(BegunSignOn? begun, AnswerParameters answer, DateTimeOffset now, CancellationToken cancel)
    {
        if (begun is null)
            return Failed(SignOnFault.NotBegun);
        if (await provider.DocumentAsync(cancel) is not { } document)
            return Failed(SignOnFault.Unreachable);
        if (answer.Issuer is { } issuer ? issuer != document.Issuer : document.AuthorizationResponseIssParameterSupported)
            return Failed(SignOnFault.OtherIssuer);
        if (answer.Code is not { Length: > 0 } code)
            return Failed(SignOnFault.Denied);
        if (await provider.ExchangeAsync(document, code, begun.Verifier, Redirect, cancel) is not { AccessToken: { } access, IdToken: { } token })
            return Failed(SignOnFault.CodeRefused);
        if (await provider.KeysAsync(document, IdToken.KeyIdOf(token), cancel) is not { } keys)
            return Failed(SignOnFault.Unreachable);
        if (IdToken.Read(token, keys, new IdToken.Expected(document.Issuer!, options.ClientId, begun.Nonce), now) is not { } claims)
            return Failed(SignOnFault.BadToken);
        if (await provider.ClaimsAsync(document, access, cancel) is not { ValueKind: JsonValueKind.Object } about)
            return Failed(SignOnFault.Unreachable);

        return IdToken.Text(about, "sub") == IdToken.Text(claims, "sub") && NameIn(IdToken.Text(about, options.Claim) ?? IdToken.Text(claims, options.Claim)) is { } name
            ? new SignOnOutcome.Vouched(name)
            : Failed(SignOnFault.NoName);
    }

    private string? NameIn(string? claim) =>
        claim is not null && claim.Length > options.ClaimSuffix.Length && claim.EndsWith(options.ClaimSuffix, StringComparison.Ordinal)
            ? claim[..^options.ClaimSuffix.Length]
            : null;

    private static SignOnOutcome.Failed Failed(SignOnFault why) => new(why);
}

/// <summary>What a provider's answer carries (RFC 6749 section 4.1.2, RFC 9207). A parameter that stands twice counts as missing.</summary>
internal sealed record AnswerParameters(string? Code, string? Issuer);
