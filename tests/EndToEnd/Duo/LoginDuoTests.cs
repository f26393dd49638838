using EndToEnd.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Rules.Factors.Totp;

namespace EndToEnd.Duo;

/// <summary>Debian's login_duo 1.11.3 as ForceCommand behind a real sshd: public key first, then the code.</summary>
[Needs("login_duo openssl rsync")]
public sealed class LoginDuoTests : IAsyncLifetime
{
    private DuoServer authority = null!;
    private OwnSshd sshd = null!;
    private TotpKey key = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await DuoServer.StartAsync(TimeProvider.System);
        sshd = await OwnSshd.StartAsync("sshd", LoginDuoProfile.Settings, "auth required pam_deny.so", await DuoConfiguration.ForAsync(authority, DuoClients.Old));
        key = authority.AddTotp(sshd.User);
    }

    public async ValueTask DisposeAsync()
    {
        await sshd.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task A_command_with_DUO_PASSCODE_runs()
    {
        var ssh = await RunAsync(authority.CodeOf(key), "ssh", "localhost", "echo ran as $(id -un)");
        Assert.Equal((0, $"ran as {sshd.User}\n"), (ssh.ExitCode, ssh.Output));
    }

    [Theory]
    [InlineData(null, "no code at all")]
    [InlineData("000000x", "a wrong code")]
    [InlineData("push", "a device that nobody has")]
    [InlineData("sms", "a text message that nobody sends")]
    public async Task A_command_without_a_right_code_does_not_run(string? code, string attempt)
    {
        var ssh = await RunAsync(code, "ssh", "localhost", $"touch {sshd.Folder}/home/ran");
        Assert.True(ssh.ExitCode != 0, $"{attempt}: {ssh}");
        Assert.DoesNotContain("Permission denied", ssh.Error, StringComparison.Ordinal);
        Assert.False(File.Exists($"{sshd.Folder}/home/ran"), attempt);
    }

    [Theory]
    [InlineData("scp -O")]
    [InlineData("scp -s")]
    [InlineData("sftp")]
    [InlineData("rsync")]
    public async Task Files_are_copied_with_a_code_and_not_without(string tool)
    {
        var source = Path.Combine(sshd.Folder, "source");
        var content = string.Join('\n', Enumerable.Range(0, 20_000));
        await File.WriteAllTextAsync(source, content, TestContext.Current.CancellationToken);
        var target = $"{sshd.Folder}/home/target";

        var refused = await CopyAsync(tool, code: null, source);
        Assert.True(refused.ExitCode != 0, $"{refused}");
        Assert.DoesNotContain("Permission denied", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(target));

        var copied = await CopyAsync(tool, authority.CodeOf(key), source);
        Assert.True(copied.ExitCode == 0, $"{copied}");
        Assert.Equal(content, await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_session_with_a_terminal_is_prompted_and_a_wrong_code_gets_another_prompt()
    {
        // Behind the key, what no factor of anybody could be is no guess: of the two wrong answers one counts.
        var right = authority.CodeOf(key);
        var wrong = $"{(char)('0' + ((right[0] - '0' + 5) % 10))}{right[1..]}";
        var input = $"000000x\n{wrong}\n{right}\necho in as $(id -un)\nexit\n";
        var ssh = await Run.OfAsync("ssh", sshd.Options("-tt", "localhost"), new Dictionary<string, string>(StringComparer.Ordinal), input);
        Assert.Equal(3, ssh.Output.Split("Code from your authenticator app: ").Length - 1);
        Assert.Contains("That code is wrong or has already been used.", ssh.Output, StringComparison.Ordinal);
        Assert.Contains("1 wrong code since your last login", ssh.Output, StringComparison.Ordinal);
        Assert.Contains($"in as {sshd.User}", ssh.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6_000)]
    [InlineData(100_000)]
    public async Task A_long_command_with_a_code_runs(int length)
    {
        var filling = new string('%', length);
        var ssh = await RunAsync(authority.CodeOf(key), "ssh", "localhost", $"printf %s '{filling}' | wc -c");
        Assert.Equal((0, $"{length}"), (ssh.ExitCode, ssh.Output.Trim()));
    }

    [Fact]
    public async Task With_the_authority_away_nobody_gets_in()
    {
        var code = authority.CodeOf(key);
        authority.Store.Fault = new IOException("the disk is full");
        var ssh = await RunAsync(code, "ssh", "localhost", "echo in");
        Assert.NotEqual(0, ssh.ExitCode);
        Assert.Equal("", ssh.Output);
    }

    [Fact]
    public async Task The_address_of_the_person_arrives()
    {
        await RunAsync(authority.CodeOf(key), "ssh", "localhost", "true");
        Assert.Equal("127.0.0.1", Assert.Single(authority.Events).Source?.ToString());
    }

    private Task<Run> CopyAsync(string tool, string? code, string source)
    {
        var (program, arguments) = sshd.Copy(tool, source);
        return Run.OfAsync(program, arguments, Environment(code), "");
    }

    private Task<Run> RunAsync(string? code, string program, params string[] arguments) =>
        Run.OfAsync(program, sshd.Options(["-o", "SendEnv=DUO_PASSCODE", .. arguments]), Environment(code), "");

    private static Dictionary<string, string> Environment(string? code)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (code is not null)
            environment["DUO_PASSCODE"] = code;
        return environment;
    }
}
