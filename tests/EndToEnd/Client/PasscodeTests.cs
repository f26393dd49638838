using System.Security.Cryptography;
using EndToEnd.Duo;
using EndToEnd.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.People;

namespace EndToEnd.Laptop;

/// <summary>A passcode in hand, through Debian's own login_duo to our authority.</summary>
[Needs("login_duo openssl rsync socat")]
public sealed class PasscodeTests : IAsyncLifetime
{
    private DuoServer authority = null!;
    private OwnSshd sshd = null!;
    private PasscodeCommand command = null!;
    private string code = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await DuoServer.StartAsync(TimeProvider.System);
        sshd = await OwnSshd.StartAsync("sshd", LoginDuoProfile.Settings, "auth required pam_deny.so", await DuoConfiguration.ForAsync(authority, DuoClients.Old));
        command = new PasscodeCommand(sshd);
        code = PasscodeText.Make(() => RandomNumberGenerator.GetBytes(1)[0]);
        authority.Put(sshd.User, Enrolments.None with { RecoveryCodes = new([PasscodeHash.Of(code, RandomNumberGenerator.GetBytes(PasscodeHash.SaltLength))]) });
    }

    public async ValueTask DisposeAsync()
    {
        await sshd.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Theory]
    [InlineData("ssh")]
    [InlineData("scp -s")]
    [InlineData("scp -O")]
    [InlineData("sftp")]
    [InlineData("rsync")]
    public async Task A_recovery_code_goes_with_the_tool_and_shows_in_no_command_line(string tool)
    {
        var source = Path.Combine(sshd.Folder, "source");
        var seen = Path.Combine(sshd.Folder, "seen");
        await File.WriteAllTextAsync(source, "a file", TestContext.Current.CancellationToken);
        var look = Path.Combine(sshd.Folder, "look");
        await File.WriteAllTextAsync(look, $"#!/bin/sh\nps -ww -e -o args > {seen}\nexec socat - TCP:127.0.0.1:{sshd.Port}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(look, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var run = await command.RunAsync([code, "--", .. command.Copy(tool, source, "-o", $"ProxyCommand={look}")]);
        Assert.True(run.ExitCode == 0, $"{run}");
        Assert.Equal("a file", await File.ReadAllTextAsync($"{sshd.Folder}/home/target", TestContext.Current.CancellationToken));
        var processes = await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken);
        Assert.Contains(look, processes, StringComparison.Ordinal);
        Assert.DoesNotContain(code, processes, StringComparison.Ordinal);

        var again = await command.RunAsync([code, "--", .. command.Copy(tool, source)]);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("the server refused that passcode", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_code_is_asked_for_when_none_is_given()
    {
        var app = authority.AddTotp(sshd.User);
        var run = await command.RunAsync(["--", "ssh", .. sshd.Options("localhost", "echo ran")], $"echo {authority.CodeOf(app)}");
        Assert.Equal((0, "ran\n"), (run.ExitCode, run.Output));
        Assert.Equal(["passcode, or sms, push, phone: "], command.Questions);
    }

    [Theory]
    [InlineData("push")]
    [InlineData("phone")]
    public async Task A_phone_the_server_does_not_know_is_waited_for_and_then_told(string factor)
    {
        var run = await command.RunAsync([factor, "--", "scp", .. sshd.Options(sshd.Folder + "/batch", "localhost:")]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("this waits for you", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_not_taken_for_a_refused_passcode()
    {
        var run = await command.RunAsync(["sms", "--", "scp", "-F", "none", "-P", $"{sshd.Port}", "-o", $"UserKnownHostsFile={sshd.Folder}/known_hosts", "-o", "IdentityFile=none", "-o", "IdentitiesOnly=yes", sshd.Folder + "/start", $"{sshd.User}@localhost:"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("Permission denied", run.Error, StringComparison.Ordinal);
        Assert.Empty(command.Questions);
    }
}
