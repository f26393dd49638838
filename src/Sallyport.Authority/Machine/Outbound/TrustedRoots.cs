using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sallyport.Authority.Machine.Outbound;

/// <summary>Whose certificates a server's may come from: the system's roots, or a file of the site's own in their place.</summary>
internal sealed class TrustedRoots
{
    private readonly X509Certificate2Collection? own;

    private TrustedRoots(X509Certificate2Collection? own) => this.own = own;

    /// <exception cref="StartFailure">The file holds no certificate.</exception>
    public static TrustedRoots Read(string? file)
    {
        if (file is null)
            return new TrustedRoots(null);
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartFailure($"the certificates in {file} cannot be read: {e.Message}", e);
        }

        return roots.Count > 0 ? new TrustedRoots(roots) : throw new StartFailure($"there is no certificate in {file}; put the CA's certificate there, in PEM");
    }

    /// <summary>How a chain is judged. Revocation is not asked for: a message would wait for somebody else's server.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (own is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(own);
        }

        return policy;
    }
}
