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
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<X509Certificate2Collection> _make;
    private readonly Func<DateTimeOffset, DateTimeOffset, bool> _isDue;
    private readonly Action<Exception> _renewalFailed;
    private SslStreamCertificateContext _context;
    private DateTimeOffset _madeAt;
    private DateTimeOffset _lookAgainAt;

    private ServerCertificate(
        TimeProvider time, Func<X509Certificate2Collection> make, Func<DateTimeOffset, DateTimeOffset, bool> isDue, Action<Exception> renewalFailed)
    {
        (_time, _make, _isDue, _renewalFailed) = (time, make, isDue, renewalFailed);
        _madeAt = time.GetUtcNow();
        _lookAgainAt = _madeAt + LookInterval;
        _context = NewContext();
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
                throw new InvalidDataException($"{certificatePath} and {keyPath} do not make a certificate and its key: {fault.Message}", fault);
            }
        }
    }

    /// <summary>The context for the next handshake. When a renewal fails the one in use goes on, and the failure is told.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                if (now >= _lookAgainAt)
                {
                    _lookAgainAt = now + LookInterval;
                    if (_isDue(_madeAt, now))
                        Renew(now);
                }
                return _context;
            }
        }
    }

    private void Renew(DateTimeOffset now)
    {
        try
        {
            _context = NewContext();
            _madeAt = now;
        }
        catch (Exception fault) when (fault is InvalidDataException or CryptographicException)
        {
            _renewalFailed(fault);
        }
    }

    private SslStreamCertificateContext NewContext()
    {
        var chain = _make();
        return SslStreamCertificateContext.Create(chain[0], chain, offline: true);
    }
}
