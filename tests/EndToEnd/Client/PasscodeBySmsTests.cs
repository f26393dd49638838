using EndToEnd.Duo;

namespace EndToEnd.Laptop;

/// <summary>
/// The two tries against a server with phones: a forced command that, like login_duo, says nothing, "sends" a passcode and refuses on
/// "sms", and takes the passcode once. The stand-in is there because no phone of our authority's takes text messages.
/// </summary>
[Needs("login_duo openssl rsync")]
public sealed class PasscodeBySmsTests : IAsyncLifetime
{
    private OwnSshd sshd = null!;
    private PasscodeCommand command = null!;

    private string Message => sshd.Folder + "/home/message";

    public async ValueTask InitializeAsync()
    {
        sshd = await OwnSshd.StartAsync(
            "sshd",
            """
            UsePAM yes
            AuthenticationMethods password
            AcceptEnv DUO_PASSCODE
            ForceCommand case "$DUO_PASSCODE" in sms) echo try >> tries; echo 1354475 > message; exit 1;; '') exit 1;; esac; [ "$DUO_PASSCODE" = "$(cat message 2>/dev/null)" ] || { echo try >> tries; exit 1; }; rm message; exec sh -c "$SSH_ORIGINAL_COMMAND"
            """,
            PasswordFirstProfile.PasswordAlone,
            "");
        command = new PasscodeCommand(sshd);
    }

    public async ValueTask DisposeAsync() => await sshd.DisposeAsync();

    [Theory]
    [InlineData("ssh")]
    [InlineData("scp -s")]
    [InlineData("scp -O")]
    [InlineData("scp as OpenSSH 10 has it")]
    [InlineData("sftp")]
    [InlineData("rsync")]
    public async Task One_call_sends_the_passcode_asks_for_it_and_copies(string tool)
    {
        var source = Path.Combine(sshd.Folder, "source");
        await File.WriteAllTextAsync(source, "a file", TestContext.Current.CancellationToken);
        var run = await command.RunAsync(["sms", "--", .. command.Copy(tool, source, NoKey)], $"cat {Message}");
        Assert.True(run.ExitCode == 0, $"{run}");
        Assert.Equal("a file", await File.ReadAllTextAsync($"{sshd.Folder}/home/target", TestContext.Current.CancellationToken));
        // The password once, although there were two logins on the page; the passcode once.
        Assert.Equal(1, command.Questions.Count(line => line.Contains("assword:", StringComparison.Ordinal)));
        Assert.Equal(1, command.Questions.Count(line => line.StartsWith("passcode", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(sshd.Folder + "/run/ssh-with-2fa"));
    }

    [Fact]
    public async Task A_mistyped_passcode_is_asked_for_once_more()
    {
        var run = await command.RunAsync(["sms", "--", .. command.Copy("scp -s", sshd.Folder + "/start", NoKey)], $"test -e {sshd.Folder}/second && cat {Message} || {{ touch {sshd.Folder}/second; echo 000000; }}");
        Assert.True(run.ExitCode == 0, $"{run}");
        Assert.Equal(2, File.ReadAllLines(sshd.Folder + "/home/tries").Length);
    }

    [Fact]
    public async Task Plain_openssh_works_as_the_page_says()
    {
        var source = sshd.Folder + "/start";
        Assert.NotEqual(0, (await PlainAsync("sms", source)).ExitCode);
        var second = await PlainAsync("1354475", source);
        Assert.True(second.ExitCode == 0, $"{second}");
    }

    private static string[] NoKey => ["-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1"];

    private async Task<Machine.Run> PlainAsync(string value, string source)
    {
        var askpass = sshd.Folder + "/plain";
        await File.WriteAllTextAsync(askpass, $"#!/bin/sh\necho {sshd.Password}\n");
        File.SetUnixFileMode(askpass, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DUO_PASSCODE"] = value, ["SSH_ASKPASS"] = askpass, ["SSH_ASKPASS_REQUIRE"] = "force" };
        return await Machine.Run.OfAsync("scp", ["-o", "SendEnv DUO_PASSCODE", .. sshd.Options(NoKey), source, "localhost:target"], environment, "");
    }
}
