using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Sites;

/// <summary>The authority's own root certificate; a site with certificates from elsewhere has none.</summary>
internal sealed class SiteRoot(AuthorityOptions options)
{
    public string? Pem()
    {
        var path = Path.Combine(options.StateFolder, CertificateAuthority.RootFile);
        return options.Duo.CertificateFile is null && File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>SHA-256 in hex, which people compare.</summary>
    public string? Fingerprint()
    {
        if (Pem() is not { } pem)
            return null;
        using var root = X509Certificate2.CreateFromPem(pem);
        return Convert.ToHexStringLower(SHA256.HashData(root.RawData));
    }
}
