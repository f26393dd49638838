using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Cli.Tests.Sshd;

namespace Sallyport.Cli.Tests.Setup;

/// <summary>The shipped hook on a folder laid out as certbot does. certbot itself is not run.</summary>
[Needs("openssl")]
public sealed class CertbotHookTests : IDisposable
{
    private const string Name = "2fa.example.org";
    private readonly string root = Directory.CreateTempSubdirectory("sallyport-test-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Copies => Path.Combine(root, "copies");

    private string Letsencrypt => Path.Combine(root, "letsencrypt");

    private string Link => Path.Combine(Letsencrypt, "renewal-hooks/deploy/sallyport");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task the_first_call_copies_and_installs_and_renewals_follow()
    {
        Issue(Name, days: 30);
        Assert.Equal("", await RunAsync(null, Name));
        Assert.Equal(Of(Name, "fullchain.pem"), Copy("chain.pem"));
        Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Copies, "key.pem")), 8));
        Assert.Equal("750", Convert.ToString((int)File.GetUnixFileMode(Copies), 8));
        Assert.Equal(Hook, new FileInfo(Link).LinkTarget);

        Issue(Name, days: 60);
        Assert.Equal("", await RunAsync(Name));
        Assert.Equal(Of(Name, "fullchain.pem"), Copy("chain.pem"));
        Assert.Equal(Of(Name, "privkey.pem"), Copy("key.pem"));
    }

    [Fact]
    public async Task the_certificate_of_another_site_is_not_taken()
    {
        Issue(Name, days: 30);
        await RunAsync(null, Name);
        Issue("www.example.org", days: 60);
        Assert.Equal("", await RunAsync("www.example.org"));
        Assert.Equal(Of(Name, "fullchain.pem"), Copy("chain.pem"));
    }

    [Theory]
    [InlineData("foreign key", "is not the key of")]
    [InlineData("ended", "has ended")]
    [InlineData("missing", "there is no file")]
    public async Task what_would_not_work_leaves_the_copies_as_they_are(string fault, string sentence)
    {
        Issue(Name, days: 30);
        await RunAsync(null, Name);
        var before = Copy("chain.pem");
        Issue(Name, days: fault == "ended" ? -1 : 60);
        if (fault == "foreign key")
            await File.WriteAllTextAsync(At(Name, "privkey.pem"), ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem(), Cancel);
        if (fault == "missing")
            File.Delete(At(Name, "privkey.pem"));

        Assert.Contains(sentence, await RunAsync(Name), StringComparison.Ordinal);
        Assert.Equal(before, Copy("chain.pem"));
    }

    private static string Hook => Path.Combine(AppContext.BaseDirectory, "packaging", "certbot-hook");

    private string At(string name, string file) => Path.Combine(Letsencrypt, "live", name, file);

    private string Of(string name, string file) => File.ReadAllText(At(name, file));

    private string Copy(string file) => File.ReadAllText(Path.Combine(Copies, file));

    private void Issue(string name, int days)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name, "fullchain.pem"))!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-90), now.AddDays(days));
        File.WriteAllText(At(name, "fullchain.pem"), certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(At(name, "privkey.pem"), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>What it says on its standard error.</summary>
    private async Task<string> RunAsync(string? renewed, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", [Hook, .. arguments]) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment["SALLYPORT_LETSENCRYPT"] = Letsencrypt;
        start.Environment["SALLYPORT_CERTIFICATE"] = Copies;
        start.Environment["SALLYPORT_GROUP"] = Owner.Group();
        if (renewed is not null)
            start.Environment["RENEWED_LINEAGE"] = Path.Combine(Letsencrypt, "live", renewed);
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(said.Length == 0 ? 0 : 1, process.ExitCode);
        return said;
    }
}
