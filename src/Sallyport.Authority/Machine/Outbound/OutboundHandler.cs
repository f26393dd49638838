namespace Sallyport.Authority.Machine.Outbound;

/// <summary>How every request leaves the authority: no redirects, no cookies, no proxy of the environment, and only to servers that these roots certify.</summary>
internal static class OutboundHandler
{
    private const int MostHeaderKilobytes = 16;

    private static readonly TimeSpan Pooled = TimeSpan.FromMinutes(2);

    public static SocketsHttpHandler New(TrustedRoots roots, TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = connectTimeout,
        MaxResponseHeadersLength = MostHeaderKilobytes,
        PooledConnectionLifetime = Pooled,
        SslOptions = { CertificateChainPolicy = roots.Policy() },
    };
}
