using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Sallyport.Cli.Doctor;

/// <summary>The portal answers at the address that people use, with a certificate for it that browsers take.</summary>
internal static class PortalCheck
{
    private const string Subject = "portal";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (around.Options.Portal.Url is not { } url)
            yield break;
        var (certificate, errors, unreachable) = await CertificateAsync(url, cancel);
        using (certificate)
        {
            yield return certificate is null
                ? await UnreachableAsync(around, url, unreachable, cancel)
                : Judge(url, certificate, errors, TimeProvider.System.GetUtcNow());
        }
    }

    /// <param name="url">What people type.</param>
    /// <param name="certificate">What the server showed.</param>
    /// <param name="errors">What a browser would object to.</param>
    /// <param name="now">The time.</param>
    internal static Finding Judge(Uri url, X509Certificate2 certificate, SslPolicyErrors errors, DateTimeOffset now)
    {
        var (host, end) = (url.IdnHost, new DateTimeOffset(certificate.NotAfter).ToUniversalTime());
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return Finding.Wrong(Subject, $"the certificate that {url.Authority} shows is for another name than {host}", "name it in the certificate, or correct url in [portal]");
        if (now > end)
            return Finding.Wrong(Subject, $"the certificate of {url.Authority} expired on {end:yyyy-MM-dd HH:mm} UTC", "renew it, then: systemctl reload sallyport");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return Finding.Note(Subject, $"the certificate of {url.Authority} comes from a CA that this machine does not trust; browsers warn, and passkeys and phones may refuse", "give [portal] a certificate of a CA that browsers know, or distribute the CA (docs/operators/portal.md)");
        return end - now < Soon
            ? Finding.Note(Subject, $"the certificate of {url.Authority} expires on {end:yyyy-MM-dd HH:mm} UTC", "renew it, then: systemctl reload sallyport")
            : Finding.Fine(Subject, $"{url.Authority} answers, with a certificate until {end:yyyy-MM-dd}");
    }

    /// <summary>A machine need not reach itself by the name that people use.</summary>
    private static async Task<Finding> UnreachableAsync(DoctorContext around, Uri url, string why, CancellationToken cancel)
    {
        foreach (var listen in around.Options.Portal.Listen)
        {
            var local = listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : listen.Address;
            if (await DeliveryCheck.RefusalAsync(new DnsEndPoint(local.ToString(), listen.Port), cancel) is null)
                return Finding.Note(Subject, $"it listens at {listen}, but {url.Authority} cannot be reached from here: {why}", "try it from a user's network; check the DNS entry, the firewall and what passes connections on");
        }

        return Finding.Wrong(Subject, $"{url.Authority} cannot be reached from here, and nothing listens at {string.Join(", ", around.Options.Portal.Listen)}: {why}", "start it: systemctl start sallyport (journalctl -u sallyport shows what prevents it)");
    }

    private static async Task<(X509Certificate2? Certificate, SslPolicyErrors Errors, string Unreachable)> CertificateAsync(Uri url, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var errors = SslPolicyErrors.None;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(url.IdnHost, url.Port, patience.Token);
            // Nothing is sent over it: what is wrong with the certificate is what is asked.
            await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, found) =>
            {
                errors = found;
                return !found.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable);
            });
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.IdnHost }, patience.Token);
            return (tls.RemoteCertificate is { } shown ? X509CertificateLoader.LoadCertificate(shown.GetRawCertData()) : null, errors, "it shows no certificate");
        }
        catch (Exception failure) when (failure is SocketException or IOException or AuthenticationException)
        {
            return (null, errors, failure.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, errors, "no answer within five seconds");
        }
    }
}
