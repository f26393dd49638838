using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SshWith2fa.Profile;

/// <summary>Fetches the signed profile from <c>https://PORTAL/v1/site-profile</c>.</summary>
internal static class Portal
{
    private const string ProfilePath = "/v1/site-profile";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="portal">https://HOST[:PORT][/PATH].</param>
    /// <param name="authority">SHA-256 of the site CA's certificate in lower-case hex; null to trust what this system trusts.</param>
    public static async Task<(byte[]? Document, string? Problem)> Fetch(string portal, string? authority, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (authority is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, leaf, chain, errors) => IsIssuedBy(authority, leaf as X509Certificate2, chain, errors);
        using var client = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = 2 * ProfileReader.Largest };
        try
        {
            using var answer = await client.GetAsync(new Uri(portal.TrimEnd('/') + ProfilePath), cancel);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadAsByteArrayAsync(cancel), null)
                : (null, $"{portal} answers {(int)answer.StatusCode} for its site profile; is this the address of the portal?");
        }
        catch (HttpRequestException fault) when (fault.InnerException is AuthenticationException)
        {
            return (null, authority is null
                ? $"the certificate of {portal} is not one this system trusts; give the site's --ca-fingerprint (it stands in the welcome text)"
                : $"the certificate of {portal} was not issued by the authority with that fingerprint; do not go on, ask the site");
        }
        catch (HttpRequestException)
        {
            return (null, $"{portal} cannot be reached; nothing was changed");
        }
        catch (OperationCanceledException)
        {
            return (null, $"{portal} did not answer within {Patience.TotalSeconds:0} seconds; nothing was changed");
        }
    }

    /// <summary>Hex with or without colons, upper or lower case, perhaps behind "SHA256:"; null for anything else.</summary>
    public static string? Fingerprint(string text)
    {
        if (text.StartsWith("SHA256:", StringComparison.OrdinalIgnoreCase)) text = text["SHA256:".Length..];
        var hex = text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        return hex.Length == 64 && hex.All(char.IsAsciiHexDigitLower) ? hex : null;
    }

    // The name and the dates are checked as ever; only the root is the given one, and the server must send it along.
    private static bool IsIssuedBy(string authority, X509Certificate2? leaf, X509Chain? chain, SslPolicyErrors errors)
    {
        if (leaf is null || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
        X509Certificate2? root = null;
        foreach (var candidate in chain.ChainPolicy.ExtraStore.Append(leaf))
            if (Convert.ToHexStringLower(SHA256.HashData(candidate.RawData)) == authority) root = candidate;
        if (root is null) return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.Add(root);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return own.Build(leaf);
    }
}
