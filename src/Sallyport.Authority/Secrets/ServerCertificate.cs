using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sallyport.Authority.Secrets;

/// <summary>
/// The certificate that the HTTPS endpoints show: from our own CA, or the site's PEM pair. It is looked at before each handshake and renewed when due, without a restart;
/// the context object stays the same in between, so that TLS sessions can be resumed.
/// </summary>
internal sealed class ServerCertificate
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly Func<X509Certificate2Collection> make;
    private readonly Func<DateTimeOffset, DateTimeOffset, bool> isDue;
    private readonly Action<Exception> renewalFailed;
    private SslStreamCertificateContext context;
    private DateTimeOffset madeAt;
    private DateTimeOffset lookAgainAt;

    private ServerCertificate(
        TimeProvider time, Func<X509Certificate2Collection> make, Func<DateTimeOffset, DateTimeOffset, bool> isDue, Action<Exception> renewalFailed)
    {
        (this.time, this.make, this.isDue, this.renewalFailed) = (time, make, isDue, renewalFailed);
        madeAt = time.GetUtcNow();
        lookAgainAt = madeAt + LookInterval;
        context = NewContext();
    }

    private static TimeSpan LookInterval { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Certificates of our own CA: a new one, with a new key, after two thirds of its life. The key is never written anywhere.</summary>
    public static ServerCertificate FromOwnAuthority(
        CertificateAuthority authority, IReadOnlyList<string> names, TimeProvider time, Action<Exception> renewalFailed) =>
        new(time,
            () => [authority.IssueServerCertificate(names)],
            (madeAt, now) => now - madeAt > CertificateAuthority.ServerLifetime * 2 / 3,
            renewalFailed);

    /// <summary>The site's own PEM files (certificate with its chain, and key): read again within a minute after either changes.</summary>
    /// <exception cref="InvalidDataException">The files cannot be read or do not make a pair.</exception>
    public static ServerCertificate FromFiles(string certificatePath, string keyPath, TimeProvider time, Action<Exception> renewalFailed)
    {
        var seen = Stamp();
        return new(time, Read, (_, _) => Stamp() != seen, renewalFailed);

        (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(certificatePath), File.GetLastWriteTimeUtc(keyPath));

        X509Certificate2Collection Read()
        {
            seen = Stamp();
            try
            {
                var chain = new X509Certificate2Collection();
                chain.ImportFromPemFile(certificatePath);
                chain[0].Dispose();
                chain[0] = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
                return chain;
            }
            catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new InvalidDataException($"{certificatePath} and {keyPath} are not a certificate and its key: {fault.Message}", fault);
            }
        }
    }

    /// <summary>The context for the next handshake. When a renewal fails the one in use goes on, and the failure is told.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (gate)
            {
                var now = time.GetUtcNow();
                if (now >= lookAgainAt)
                {
                    lookAgainAt = now + LookInterval;
                    if (isDue(madeAt, now))
                        Renew(now);
                }
                return context;
            }
        }
    }

    private void Renew(DateTimeOffset now)
    {
        try
        {
            context = NewContext();
            madeAt = now;
        }
        catch (Exception fault) when (fault is InvalidDataException or CryptographicException)
        {
            renewalFailed(fault);
        }
    }

    private SslStreamCertificateContext NewContext()
    {
        var chain = make();
        return SslStreamCertificateContext.Create(chain[0], chain, offline: true);
    }
}
