using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Tests.Secrets;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-ca-").FullName;
    private readonly TestClock clock = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_first_start_makes_a_root_that_the_next_one_opens()
    {
        string pem;
        using (var first = CertificateAuthority.Open(folder, clock))
            pem = first.RootPem;
        using var second = CertificateAuthority.Open(folder, clock);
        Assert.Equal(pem, second.RootPem);
        Assert.Equal(pem, File.ReadAllText(RootPath).Trim());
    }

    [Fact]
    public void The_key_is_readable_by_its_owner_only_and_the_root_by_all()
    {
        using var authority = CertificateAuthority.Open(folder, clock);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.True(File.GetUnixFileMode(RootPath).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public async Task Openssl_verifies_a_server_certificate_under_its_names()
    {
        using var authority = CertificateAuthority.Open(folder, clock);
        using var server = authority.IssueServerCertificate(["localhost", "auth.example.org", "192.0.2.7"]);
        var path = Path.Combine(folder, "server.pem");
        await File.WriteAllTextAsync(path, server.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var at = $"{clock.GetUtcNow().ToUnixTimeSeconds()}";
        foreach (var name in (string[])["-verify_hostname localhost", "-verify_hostname auth.example.org", "-verify_ip 192.0.2.7"])
            Assert.Equal(0, await OpensslAsync($"verify -x509_strict -purpose sslserver -attime {at} {name} -CAfile {RootPath} {path}"));
        Assert.NotEqual(0, await OpensslAsync($"verify -x509_strict -attime {at} -verify_hostname evil.example -CAfile {RootPath} {path}"));
        Assert.Equal(256, server.GetECDsaPublicKey()!.KeySize);
    }

    [Fact]
    public void A_lost_key_is_a_fault_and_never_replaced_in_silence()
    {
        CertificateAuthority.Open(folder, clock).Dispose();
        File.Delete(KeyPath);
        var fault = Assert.Throws<InvalidDataException>(() => CertificateAuthority.Open(folder, clock));
        Assert.Contains("restore both from a backup", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public void A_key_of_another_root_is_a_fault()
    {
        CertificateAuthority.Open(folder, clock).Dispose();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(KeyPath, other.ExportPkcs8PrivateKeyPem());
        Assert.Throws<InvalidDataException>(() => CertificateAuthority.Open(folder, clock));
    }

    [Fact]
    public void The_server_certificate_renews_itself_and_is_kept_in_between()
    {
        using var authority = CertificateAuthority.Open(folder, clock);
        var server = ServerCertificate.FromOwnAuthority(authority, ["localhost"], clock, Unexpected);
        var first = server.Current;
        clock.Advance(TimeSpan.FromDays(59));
        Assert.Same(first, server.Current);
        clock.Advance(TimeSpan.FromDays(2));
        var second = server.Current;
        Assert.NotSame(first, second);
        Assert.True(second.TargetCertificate.NotAfter.ToUniversalTime() > first.TargetCertificate.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void A_site_pair_is_read_again_when_it_changes_and_kept_when_the_new_one_is_broken()
    {
        using var authority = CertificateAuthority.Open(folder, clock);
        var (certificate, key) = (Path.Combine(folder, "site.pem"), Path.Combine(folder, "site-key.pem"));
        var faults = 0;
        WritePair(1);
        var server = ServerCertificate.FromFiles(certificate, key, clock, _ => faults++);
        var first = server.Current;
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Same(first, server.Current);

        WritePair(2);
        clock.Advance(TimeSpan.FromMinutes(2));
        var second = server.Current;
        Assert.NotEqual(first.TargetCertificate.Thumbprint, second.TargetCertificate.Thumbprint);

        File.WriteAllText(certificate, "nothing");
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Same(second, server.Current);
        Assert.Equal(1, faults);

        void WritePair(int age)
        {
            using var issued = authority.IssueServerCertificate(["site.example"]);
            File.WriteAllText(certificate, issued.ExportCertificatePem());
            File.WriteAllText(key, issued.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
            File.SetLastWriteTimeUtc(certificate, DateTime.UnixEpoch.AddDays(age));
        }
    }

    private string RootPath => Path.Combine(folder, CertificateAuthority.RootFile);

    private string KeyPath => Path.Combine(folder, CertificateAuthority.KeyFile);

    private static void Unexpected(Exception fault) => throw new InvalidOperationException("no renewal should fail here", fault);

    private static async Task<int> OpensslAsync(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
