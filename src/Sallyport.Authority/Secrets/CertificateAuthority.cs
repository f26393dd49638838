using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Secrets;

/// <summary>
/// The authority's own small CA (P-256): made at first start, its key in <c>ca-key.pem</c> (0600) and its root in <c>ca.pem</c> (0644, for the clients' <c>cafile</c>).
/// It signs server certificates and nothing else.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    public const string RootFile = "ca.pem";
    public const string KeyFile = "ca-key.pem";

    private const UnixFileMode KeyMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode RootMode = KeyMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(20 * 365.25);

    // A machine without a battery clock may start in the past of the one that made the certificate.
    private static readonly TimeSpan Backdate = TimeSpan.FromDays(1);

    private readonly X509Certificate2 root;
    private readonly TimeProvider time;

    private CertificateAuthority(X509Certificate2 root, TimeProvider time)
    {
        this.root = root;
        this.time = time;
    }

    /// <summary>How long a server certificate is valid.</summary>
    public static TimeSpan ServerLifetime { get; } = TimeSpan.FromDays(90);

    public string RootPem => root.ExportCertificatePem();

    /// <summary>Opens the CA in a state folder, making it when neither of its files is there.</summary>
    /// <exception cref="InvalidDataException">One of the two files is missing, unreadable or does not belong to the other, or the root has run out.</exception>
    public static CertificateAuthority Open(string folder, TimeProvider time)
    {
        var rootPath = Path.Combine(folder, RootFile);
        var keyPath = Path.Combine(folder, KeyFile);
        if (!File.Exists(rootPath) && !File.Exists(keyPath))
            Create(rootPath, keyPath, time);
        try
        {
            var opened = X509Certificate2.CreateFromPemFile(rootPath, keyPath);
            if (opened.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime)
                return new CertificateAuthority(opened, time);
            opened.Dispose();
            throw new InvalidDataException($"the root certificate {rootPath} has expired: move {RootFile} and {KeyFile} away, start again and give the new {RootFile} to every client");
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{rootPath} and {keyPath} do not belong together: restore both from a backup, or move both away and give the new {RootFile} to every client", fault);
        }
    }

    /// <summary>A new key and certificate for these DNS names and IP addresses (the first is the subject), valid for <see cref="ServerLifetime"/> or as long as the root.</summary>
    public X509Certificate2 IssueServerCertificate(IReadOnlyList<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={names[0]}"), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        var now = time.GetUtcNow();
        var rootStart = new DateTimeOffset(root.NotBefore);
        var rootEnd = new DateTimeOffset(root.NotAfter);
        var start = now - Backdate > rootStart ? now - Backdate : rootStart;
        var end = now + ServerLifetime < rootEnd ? now + ServerLifetime : rootEnd;
        using var certificate = request.Create(root, start, end, NewSerialNumber());
        return certificate.CopyWithPrivateKey(key);
    }

    public void Dispose() => root.Dispose();

    private static void Create(string rootPath, string keyPath, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = $"CN=Sallyport authority {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now - Backdate, now + RootLifetime);
        AtomicFile.Write(keyPath, key.ExportPkcs8PrivateKeyPem(), KeyMode);
        AtomicFile.Write(rootPath, made.ExportCertificatePem() + "\n", RootMode);
    }

    // RFC 5280 section 4.1.2.2: positive, at most 20 octets, with at least 64 random bits.
    private static byte[] NewSerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
