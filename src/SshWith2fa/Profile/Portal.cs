using System.Net.Http;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Profile;

namespace SshWith2fa.Profile;

/// <summary>Fetches the signed profile from <c>https://PORTAL/v1/site-profile</c>.</summary>
internal static class Portal
{
    private const string ProfilePath = "/v1/site-profile";

    /// <summary>The site's CA certificate, PEM: asked for only where its fingerprint was given.</summary>
    private const string AuthorityPath = "/v1/site-ca";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="portal">https://HOST[:PORT][/PATH].</param>
    /// <param name="authority">SHA-256 of the site CA's certificate in lower-case hex; null to trust what this system trusts.</param>
    public static async Task<(byte[]? Document, string? Problem)> Fetch(string portal, string? authority, CancellationToken cancel)
    {
        X509Certificate2? root = null;
        if (authority is not null)
        {
            (root, var problem) = await Authority(portal, authority, cancel);
            if (root is null)
                return (null, problem);
        }
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (root is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, leaf, chain, errors) => IsIssuedBy(root, leaf as X509Certificate2, chain, errors);
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
                ? $"this system does not trust the certificate of {portal}; give the fingerprint of the site's own certificate authority, which is in its welcome text, with --ca-fingerprint"
                : $"the certificate of {portal} was not issued to it by the certificate authority with that fingerprint; do not continue, ask the site");
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
        if (text.StartsWith("SHA256:", StringComparison.OrdinalIgnoreCase))
            text = text["SHA256:".Length..];
        var hex = text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        return hex.Length == 64 && hex.All(char.IsAsciiHexDigitLower) ? hex : null;
    }

    // The certificate is fetched over a connection that nobody vouches for, which is all right: its fingerprint does.
    private static async Task<(X509Certificate2? Root, string? Problem)> Authority(string portal, string fingerprint, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable);
        using var client = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = ProfileReader.Largest };
        try
        {
            var pem = await client.GetStringAsync(new Uri(portal.TrimEnd('/') + AuthorityPath), cancel);
            var certificate = X509Certificate2.CreateFromPem(pem);
            return Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)) == fingerprint
                ? (certificate, null)
                : (null, $"the certificate authority from {portal} does not have that fingerprint; do not continue, ask the site");
        }
        catch (HttpRequestException)
        {
            return (null, $"{portal} cannot be reached, or provides no certificate authority; nothing was changed");
        }
        catch (CryptographicException)
        {
            return (null, $"the certificate authority from {portal} is not a certificate; nothing was changed");
        }
        catch (OperationCanceledException)
        {
            return (null, $"{portal} did not answer within {Patience.TotalSeconds:0} seconds; nothing was changed");
        }
    }

    // The name and the dates are checked as ever; only the root is the given one.
    private static bool IsIssuedBy(X509Certificate2 root, X509Certificate2? leaf, X509Chain? chain, SslPolicyErrors errors)
    {
        if (leaf is null || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.Add(root);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return own.Build(leaf);
    }
}
