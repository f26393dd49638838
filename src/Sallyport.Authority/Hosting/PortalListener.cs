using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Sallyport.Authority.Duo.Transport;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Hosting;

/// <summary>HTTPS as browsers want it: HTTP/2, and HTTP/1.1 for those that do not.</summary>
internal static class PortalListener
{
    public static void Listen(KestrelServerOptions server, IPEndPoint endPoint, ServerCertificate certificate)
    {
        DuoListener.Limit(server);
        server.Listen(endPoint, listener =>
        {
            listener.Protocols = HttpProtocols.Http1AndHttp2;
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = TimeSpan.FromSeconds(10),
                OnConnection = _ => ValueTask.FromResult(DuoListener.Tls(certificate, HttpProtocols.Http1AndHttp2)),
            });
        });
    }
}
