using System.Collections.Immutable;
using Sallyport.Settings;

namespace Sallyport.Authority.Configuration;

/// <summary>The site's single sign-on, an OpenID provider.</summary>
/// <param name="Issuer">As the provider writes it; <c>/.well-known/openid-configuration</c> lies below.</param>
/// <param name="ClientId">What the provider calls the portal.</param>
/// <param name="SecretFile">A file that holds the client's secret in its first line.</param>
internal sealed record SingleSignOnOptions(Uri Issuer, string ClientId, string SecretFile)
{
    /// <summary>How the secret is shown to the provider.</summary>
    public ClientSecretBy SecretBy { get; init; } = ClientSecretBy.Basic;

    /// <summary>The claim that is the UNIX user name.</summary>
    public string Claim { get; init; } = "preferred_username";

    /// <summary>What must stand at the claim's end, and is cut off: <c>@example.org</c>.</summary>
    public string ClaimSuffix { get; init; } = string.Empty;

    public ImmutableArray<string> Scopes { get; init; } = ["openid", "profile"];

    /// <summary>What the button says: "Sign in with …".</summary>
    public string Name { get; init; } = "single sign-on";

    /// <summary>Certificates (PEM) that the provider's must come from, in place of the system's.</summary>
    public string? RootsFile { get; init; }
}

/// <summary>OpenID Connect Core 1.0, section 9.</summary>
internal enum ClientSecretBy
{
    /// <summary><c>client_secret_basic</c></summary>
    Basic = 1,
    /// <summary><c>client_secret_post</c></summary>
    Post = 2,
}

/// <summary>Reads the section <c>[sign-on]</c>.</summary>
internal static class SingleSignOnSettings
{
    public static SingleSignOnOptions? Read(SettingsSection section)
    {
        if (section.One("issuer") is not { } issuer)
            return null;
        if (!Uri.TryCreate(issuer.Value, UriKind.Absolute, out var url) || url is not { Scheme: "https", Query.Length: 0, Fragment.Length: 0 })
        {
            section.Wrong(issuer, "the provider's address, exactly as the provider writes it, such as https://sso.example.org/realms/staff");
            return null;
        }

        var standard = new SingleSignOnOptions(url, section.RequiredText("client-id"), section.Path("secret-file", null) ?? string.Empty);
        if (standard.SecretFile.Length == 0)
            section.Wrong(issuer, "secret-file = /etc/sallyport/sign-on.secret as well");
        var scopes = section.Words("scopes");
        return standard with
        {
            SecretBy = section.Choice("secret-by", standard.SecretBy),
            Claim = section.Text("claim", standard.Claim)!,
            ClaimSuffix = section.Text("claim-suffix", standard.ClaimSuffix)!,
            Scopes = scopes.Count == 0 ? standard.Scopes : [.. scopes.Prepend("openid").Distinct(StringComparer.Ordinal)],
            Name = section.Text("name", standard.Name)!,
            RootsFile = section.Path("ca-file", null),
        };
    }
}
