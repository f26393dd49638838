using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Passcode;
using SshWith2fa.Platform;

namespace SshWith2fa.Tests.Passcode;

/// <summary>The flow against played programs; the real ones are in tests/EndToEnd/Client/Passcode*.</summary>
public sealed class TriesTests : IDisposable
{
    private const string Closed = "scp: Connection closed\r\n";
    private readonly Scratch scratch = new();
    private readonly PlayedPlatform platform = new() { HasControllingTerminal = true, HasControlSockets = false };
    private readonly List<string?> values = [];

    public TriesTests() => platform.OnHear = (_, _, value) =>
    {
        values.Add(value);
        return new CapturedRun(0, "", "");
    };

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Sms_runs_the_same_command_twice_and_asks_in_between()
    {
        Answers("1354475", Closed, 255);
        var terminal = new HeardTerminal("1354475");
        Assert.Equal(0, await Run(terminal, "sms", "--", "scp", "-r", "gro:cs_files/", "."));
        Assert.Equal(["sms", "1354475"], values);
        Assert.Equal(platform.Ran[0], platform.Ran[1]);
        Assert.Single(terminal.Asked);
        Assert.DoesNotContain(platform.Ran, ran => ran.Contains("1354475"));
    }

    [Fact]
    public async Task A_mistyped_code_is_asked_for_again_three_times_in_all()
    {
        Answers("right", Closed, 255);
        var terminal = new HeardTerminal("wrong", "wrong", "wrong", "right");
        Assert.Equal(255, await Run(terminal, "sms", "--", "scp", "gro:f", "."));
        Assert.Equal(["sms", "wrong", "wrong", "wrong"], values);
    }

    [Fact]
    public async Task Giving_up_returns_the_first_trys_status()
    {
        Answers("right", Closed, 255);
        var terminal = new HeardTerminal("");
        Assert.Equal(255, await Run(terminal, "sms", "--", "scp", "gro:f", "."));
        Assert.Equal(["sms"], values);
        Assert.Contains("cancelled", terminal.Said[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh: connect to host gro port 22: Connection refused\r\nscp: Connection closed\r\n", 255)]
    [InlineData("me@gro: Permission denied (password).\r\nscp: Connection closed\r\n", 255)]
    [InlineData("Host key verification failed.\r\nscp: Connection closed\r\n", 255)]
    [InlineData("f: No such file or directory\n", 1)]
    public async Task What_is_no_refusal_of_the_factor_is_not_asked_about(string errors, int status)
    {
        Answers("1", errors, status);
        var terminal = new HeardTerminal("1");
        Assert.Equal(status, await Run(terminal, "sms", "--", "scp", "f", "gro:"));
        Assert.Empty(terminal.Asked);
        Assert.Single(values);
    }

    [Fact]
    public async Task Where_no_factor_is_needed_ssh_runs_the_command_once()
    {
        var terminal = new HeardTerminal("1");
        Assert.Equal(0, await Run(terminal, "sms", "--", "ssh", "gro", "make", "install"));
        Assert.Empty(terminal.Asked);
        Assert.Equal(["true", "install"], platform.Ran.Select(ran => ran[^1]));
    }

    [Fact]
    public async Task With_nobody_there_sms_is_not_even_begun()
    {
        platform.HasControllingTerminal = false;
        Assert.Equal(ExitCodes.NoConnection, await Run(new HeardTerminal(), "sms", "--", "scp", "f", "gro:"));
        Assert.Empty(platform.Ran);
    }

    [Theory]
    [InlineData("push", "approve")]
    [InlineData("phone", "call")]
    public async Task The_wait_for_the_phone_is_shown_and_its_refusal_told(string factor, string word)
    {
        Answers("never", "\nrsync: connection unexpectedly closed (0 bytes received so far) [sender]\n", 12);
        var terminal = new HeardTerminal();
        Assert.Equal(12, await Run(terminal, factor, "--", "rsync", "a", "gro:"));
        Assert.Contains(word, terminal.Said[0], StringComparison.Ordinal);
        Assert.Contains("waits", terminal.Said[0], StringComparison.Ordinal);
        Assert.Contains("not approved", terminal.Said[^1], StringComparison.Ordinal);
        Assert.Equal([factor], values);
    }

    [Theory]
    [InlineData("42", "42")]
    [InlineData("push", "push")]
    public async Task Without_a_factor_the_environments_is_taken(string set, string expected)
    {
        platform.Variables["DUO_PASSCODE"] = set;
        Assert.Equal(0, await Run(new HeardTerminal(), "--", "scp", "f", "gro:"));
        Assert.Equal([expected], values);
    }

    [Fact]
    public async Task Without_any_factor_the_person_is_asked()
    {
        Assert.Equal(0, await Run(new HeardTerminal("770011"), "--", "scp", "f", "gro:"));
        Assert.Equal(["770011"], values);
    }

    [Fact]
    public async Task A_code_on_our_own_command_line_goes_into_the_environment_before_anything_runs()
    {
        platform.HasControlSockets = true;
        await Run(new HeardTerminal(), "770011", "--", "scp", "f", "gro:");
        Assert.Equal(["/opt/ssh-with-2fa", "passcode", "--", "scp", "f", "gro:"], Assert.Single(platform.Ran));
    }

    [Theory]
    [InlineData(nameof(CarriedProgram.Ssh), 1, "", nameof(TryEnd.PerhapsRefused))]
    [InlineData(nameof(CarriedProgram.Ssh), 2, "", nameof(TryEnd.Failed))]
    [InlineData(nameof(CarriedProgram.Ssh), 255, "Connection closed by 127.0.0.1 port 22", nameof(TryEnd.Failed))]
    [InlineData(nameof(CarriedProgram.Scp), 1, "lost connection\n", nameof(TryEnd.Refused))]
    [InlineData(nameof(CarriedProgram.Scp), 1, "", nameof(TryEnd.PerhapsRefused))]
    [InlineData(nameof(CarriedProgram.Sftp), 255, "\rConnection closed.  \nConnection closed\r\n", nameof(TryEnd.Refused))]
    [InlineData(nameof(CarriedProgram.Rsync), 12, "rsync: connection unexpectedly closed (0 bytes received so far) [Receiver]", nameof(TryEnd.Refused))]
    [InlineData(nameof(CarriedProgram.Rsync), 12, "rsync: connection unexpectedly closed (4711 bytes received so far) [Receiver]", nameof(TryEnd.Failed))]
    [InlineData(nameof(CarriedProgram.Rsync), 23, "rsync: some files could not be transferred", nameof(TryEnd.Failed))]
    [InlineData(nameof(CarriedProgram.Rsync), 0, "anything", nameof(TryEnd.Done))]
    public void A_refusal_is_recognised(string program, int status, string errors, string expected) =>
        Assert.Equal(expected, ServerRefusals.Tell(Enum.Parse<CarriedProgram>(program), status, errors).ToString());

    private void Answers(string right, string errors, int status) => platform.OnHear = (_, _, value) =>
    {
        values.Add(value);
        return value == right ? new CapturedRun(0, "", "") : new CapturedRun(status, "", errors);
    };

    private Task<int> Run(HeardTerminal terminal, params string[] words)
    {
        return PasscodeCommand.Run(new Invocation(words, false, false, platform, scratch.Paths, SydneyClock.New(), terminal), CancellationToken.None);
    }
}
