using EndToEnd.Machine;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace EndToEnd.Duo;

/// <summary>Debian's pam_duo 1.11.3 behind a real sshd: password first, then the code.</summary>
[Needs("pam_duo.so openssl")]
public sealed class PamDuoTests : IAsyncLifetime
{
    private const string Prompt = "Code from your authenticator app: ";

    private DuoServer authority = null!;
    private string duo = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await DuoServer.StartAsync(TimeProvider.System);
        duo = await DuoConfiguration.ForAsync(authority, DuoClients.Old);
    }

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    /// <summary>pam_duo waits in one call under the service name sshd, and polls under every other.</summary>
    public static TheoryData<string> ServiceNames => new("sshd", "sskd");

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task Password_and_code_get_in(string service)
    {
        await using var sshd = await OwnSshd.StartAsync(service, PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, duo);
        var key = authority.AddTotp(sshd.User);
        var (ssh, prompts) = await LogInAsync(sshd, sshd.Password, authority.CodeOf(key));
        Assert.True(ssh.ExitCode == 0, $"{ssh}");
        Assert.Equal("in\n", ssh.Output);
        Assert.Collection(prompts,
            first => Assert.Contains("Password:", first, StringComparison.Ordinal),
            second => Assert.Contains(Prompt, second, StringComparison.Ordinal));
        Assert.Equal("127.0.0.1", Assert.Single(authority.Events).Source?.ToString());
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task A_line_of_an_skey_sheet_gets_in(string service)
    {
        await using var sshd = await OwnSshd.StartAsync(service, PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, duo);
        using var passphrase = SkeyPassphrase.Parse("a phrase of some length")!;
        var sheet = SkeySheet.Generate(SkeyAlgorithm.Md5, SkeySeed.For("do", 12345, null), passphrase, 100);
        authority.Put(sshd.User, Enrolments.None with { Skey = sheet.Start });
        var (ssh, prompts) = await LogInAsync(sshd, sshd.Password, sheet.Lines[0].Words.ToLowerInvariant());
        Assert.True(ssh.ExitCode == 0, $"{ssh}");
        Assert.Contains("otp-md5 100 do", prompts[1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task Wrong_codes_get_three_prompts_and_no_session(string service)
    {
        await using var sshd = await OwnSshd.StartAsync(service, PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, duo);
        authority.AddTotp(sshd.User);
        var (ssh, prompts) = await LogInAsync(sshd, sshd.Password, "000000x");
        Assert.NotEqual(0, ssh.ExitCode);
        Assert.Equal(3, prompts.Count(line => line.Contains(Prompt, StringComparison.Ordinal)));
        Assert.Contains("That code is wrong or has already been used.", string.Join('\n', prompts) + ssh.Error, StringComparison.Ordinal);
        Assert.Equal(3, authority.Events.Count);
    }

    [Fact]
    public async Task A_wrong_password_never_reaches_the_factor()
    {
        await using var sshd = await OwnSshd.StartAsync("sshd", PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, duo);
        var key = authority.AddTotp(sshd.User);
        var (ssh, prompts) = await LogInAsync(sshd, "wrong", authority.CodeOf(key));
        Assert.NotEqual(0, ssh.ExitCode);
        Assert.DoesNotContain(prompts, line => line.Contains("Code", StringComparison.Ordinal));
        Assert.Empty(authority.Events);
    }

    [Fact]
    public async Task With_the_authority_away_nobody_gets_in()
    {
        await using var sshd = await OwnSshd.StartAsync("sshd", PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, duo);
        var key = authority.AddTotp(sshd.User);
        authority.Store.Fault = new IOException("the disk is full");
        var (ssh, _) = await LogInAsync(sshd, sshd.Password, authority.CodeOf(key));
        Assert.NotEqual(0, ssh.ExitCode);
        Assert.Equal("", ssh.Output);
    }

    [Fact]
    public async Task A_trusted_network_is_let_in_by_password_alone()
    {
        await using var sshd = await OwnSshd.StartAsync("sshd", PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, duo);
        authority.AddTotp(sshd.User);
        await authority.TrustAsync("127.0.0.0/8");
        var (ssh, prompts) = await LogInAsync(sshd, sshd.Password, "none");
        Assert.Equal("in\n", ssh.Output);
        Assert.Single(prompts);
    }

    [Fact]
    public async Task A_server_whose_certificate_another_root_signed_learns_nothing()
    {
        var other = Directory.CreateTempSubdirectory("sallyport-other-").FullName;
        CertificateAuthority.Open(other, TimeProvider.System).Dispose();
        var trusting = duo.Replace(authority.RootPath, Path.Combine(other, CertificateAuthority.RootFile), StringComparison.Ordinal);
        await using var sshd = await OwnSshd.StartAsync("sshd", PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, trusting);
        var key = authority.AddTotp(sshd.User);
        var (ssh, prompts) = await LogInAsync(sshd, sshd.Password, authority.CodeOf(key));
        Directory.Delete(other, recursive: true);
        Assert.NotEqual(0, ssh.ExitCode);
        Assert.DoesNotContain(prompts, line => line.Contains("Code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_with_a_wrong_key_lets_nobody_in_and_is_audited()
    {
        var wrong = duo.Replace("skey = ", "skey = x", StringComparison.Ordinal);
        await using var sshd = await OwnSshd.StartAsync("sshd", PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, wrong);
        var key = authority.AddTotp(sshd.User);
        var (ssh, _) = await LogInAsync(sshd, sshd.Password, authority.CodeOf(key));
        Assert.NotEqual(0, ssh.ExitCode);
        Assert.All(authority.Events, row => Assert.Equal(AuditKind.SignatureRefused, row.Kind));
        Assert.NotEmpty(authority.Events);
    }

    private static Task<(Run Ssh, string[] Prompts)> LogInAsync(OwnSshd sshd, string password, string code) =>
        sshd.AskedAsync([("*assword:*", password), ("*", code)], "localhost", "echo in");
}
