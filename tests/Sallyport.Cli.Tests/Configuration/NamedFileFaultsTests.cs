using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Cli.Configuration;

namespace Sallyport.Cli.Tests.Configuration;

/// <summary><c>check-config</c> opens what the configuration names.</summary>
public sealed class NamedFileFaultsTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void What_is_as_it_should_be_is_no_fault()
    {
        var (certificate, key) = Pair("one");
        Assert.Empty(Faults($"secret-file = {Secret("it")}\ncertificate-file = {certificate}\ncertificate-key-file = {key}\nca-file = \"{certificate}\" # the site's\n#secret-file = /nowhere"));
    }

    [Theory]
    [InlineData("https://192.0.2.7", true)]
    [InlineData("https://[2001:db8::7]:8444", true)]
    [InlineData("https://portal.example.org", false)]
    public async Task An_ip_address_as_the_portals_address_is_a_warning(string url, bool warns)
    {
        var file = scratch.File("portal.conf");
        await File.WriteAllTextAsync(file, $"[portal]\nurl = {url}\n[radius]\nlisten = off\n", TestContext.Current.CancellationToken);
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });

        var code = await CommandLine.RunAsync(["check-config", "--config", file], output, error);

        Assert.Equal((0, $"{file}: no faults\n"), (code, output.ToString()));
        Assert.Equal(warns, error.ToString().StartsWith($"{file}: warning: url in [portal] is an IP address", StringComparison.Ordinal));
        Assert.Equal(warns, error.ToString().Length > 0);
    }

    [Fact]
    public void Every_wrong_file_is_a_fault_of_its_line()
    {
        var (certificate, _) = Pair("one");
        var (_, other) = Pair("two");
        var open = Secret("open");
        File.SetUnixFileMode(open, Private | UnixFileMode.OtherRead);
        var empty = scratch.File("empty");
        File.WriteAllText(empty, "");
        File.SetUnixFileMode(empty, Private);

        string[] expected =
        [
            ":1: secret-file: there is no file /nowhere/secret; make it",
            $":2: token-file: {open} can be used by every user",
            $":3: secret-file: {empty} is empty",
            $":4: certificate-file: {certificate} does not contain what it should",
            $":6: ca-file: {open} does not contain what it should",
            $":7: secret-file: {scratch.Root} is a folder",
        ];
        var faults = Faults(
            $"secret-file = /nowhere/secret\ntoken-file = {open}\nsecret-file = {empty}\ncertificate-file = {certificate}\ncertificate-key-file = {other}\nca-file = {open}\nsecret-file = {scratch.Root}");

        Assert.Equal(expected.Length, faults.Count);
        Assert.All(expected.Zip(faults), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    private List<string> Faults(string lines)
    {
        var configuration = scratch.File("conf");
        File.WriteAllText(configuration, lines);
        return [.. NamedFileFaults.Of(configuration).Select(fault => fault.ToString())];
    }

    private string Secret(string name)
    {
        var path = scratch.File(name);
        File.WriteAllText(path, "a secret of many characters\n");
        File.SetUnixFileMode(path, Private);
        return path;
    }

    private (string Certificate, string Key) Pair(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(scratch.File(name + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(scratch.File(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(scratch.File(name + ".key"), Private);
        return (scratch.File(name + ".pem"), scratch.File(name + ".key"));
    }
}
