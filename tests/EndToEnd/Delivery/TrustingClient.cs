using System.Security.Cryptography.X509Certificates;

namespace EndToEnd.Delivery;

/// <summary>HTTPS that trusts one root and no other.</summary>
internal static class TrustingClient
{
    public static HttpClient Of(string rootFile)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(rootFile);
        return new HttpClient(handler);
    }
}
