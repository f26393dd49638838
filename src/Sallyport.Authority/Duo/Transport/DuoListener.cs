using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Duo.Transport;

/// <summary>HTTPS as the clients of this face need it, with limits fit for what they send. A body is bounded where it is read.</summary>
internal static class DuoListener
{
    // A login that waits for a push holds a connection while it waits: ten thousand of those, and room for who comes beside them.
    private const int MostConnections = 16 * 1024;

    /// <summary>The limits of the whole server: every face's.</summary>
    public static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxConcurrentConnections = MostConnections;
        server.Limits.MaxRequestHeaderCount = 32;
        server.Limits.MaxRequestHeadersTotalSize = 8 * 1024;
        server.Limits.MaxRequestLineSize = 4 * 1024;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        // A person may look for a sheet of paper between preauth and auth: three minutes, then pam_duo connects anew.
        server.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(3);
    }

    public static void Listen(KestrelServerOptions server, IPEndPoint endPoint, ServerCertificate certificate)
    {
        Limit(server);
        server.Listen(endPoint, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            QuickAcks.Use(listener);
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = TimeSpan.FromSeconds(10),
                OnConnection = _ => ValueTask.FromResult(Tls(certificate, HttpProtocols.Http1)),
            });
        });
    }

#pragma warning disable CA5398 // the floor is the point: TLS 1.2 and 1.3, whatever the machine's default is
    public static SslServerAuthenticationOptions Tls(ServerCertificate certificate, HttpProtocols protocols) => new()
    {
        ServerCertificateContext = certificate.Current,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = protocols == HttpProtocols.Http1 ? [SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
    };
#pragma warning restore CA5398
}
