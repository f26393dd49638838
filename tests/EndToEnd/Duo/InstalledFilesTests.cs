using EndToEnd.Machine;
using Sallyport.Authority.Local;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Cli.Duo;

namespace EndToEnd.Duo;

/// <summary>The files that <c>sallyport host add --install</c> writes, used by Debian's clients as they are.</summary>
[Needs("login_duo openssl")]
public sealed class InstalledFilesTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-security-").FullName;
    private DuoServer authority = null!;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        authority = await DuoServer.StartAsync(TimeProvider.System);
        var host = await authority.AddHostAsync("shell", DuoClients.Old);

        // As in a real state folder, nobody but the authority may read the root certificate where it was made.
        var state = Directory.CreateDirectory(Path.Combine(folder, "state"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var root = Path.Combine(state.FullName, CertificateAuthority.RootFile);
        File.Copy(authority.RootPath, root);
        var added = new HostAddedMessage(host.Name, host.IntegrationKey, host.SecretKey.Reveal(), $"localhost:{authority.Port}", root);
        await DuoClientFiles.InstallAsync(added, new DirectoryInfo(folder), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await authority.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Login_duo_lets_in_with_a_code_and_not_without()
    {
        await using var sshd = await StartForLoginDuoAsync();
        var key = authority.AddTotp(sshd.User);
        Assert.Equal("", (await RunAsync(sshd, code: null)).Output);
        Assert.Equal("in\n", (await RunAsync(sshd, authority.CodeOf(key))).Output);
    }

    [Fact]
    public async Task Login_duo_would_let_everybody_in_if_it_could_not_read_its_file()
    {
        await Run.MustAsync("chown", "root", Path.Combine(folder, "login_duo.conf"));
        await using var sshd = await StartForLoginDuoAsync();
        Assert.Equal("in\n", (await RunAsync(sshd, code: null)).Output);
    }

    [Fact]
    public async Task Pam_duo_lets_in_with_a_code()
    {
        var pam = PasswordFirstProfile.PasswordAndDuo.Replace("{folder}", folder, StringComparison.Ordinal);
        await using var sshd = await OwnSshd.StartAsync("sshd", PasswordFirstProfile.Settings, pam, "");
        var key = authority.AddTotp(sshd.User);
        var (ssh, _) = await sshd.AskedAsync([("*assword:*", sshd.Password), ("*", authority.CodeOf(key))], "localhost", "echo in");
        Assert.True(ssh.Output == "in\n", $"{ssh}");
    }

    private Task<OwnSshd> StartForLoginDuoAsync() =>
        OwnSshd.StartAsync("sshd", LoginDuoProfile.Settings, "auth required pam_deny.so", "", Path.Combine(folder, "login_duo.conf"));

    private static Task<Run> RunAsync(OwnSshd sshd, string? code)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (code is not null)
            environment["DUO_PASSCODE"] = code;
        return Run.OfAsync("ssh", sshd.Options("-o", "SendEnv=DUO_PASSCODE", "localhost", "echo in"), environment, "");
    }
}
