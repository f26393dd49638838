using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Configuration;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Tests.Session;

/// <summary>What is looked at before a code is asked for.</summary>
public sealed class RuntimeFolderTests : IDisposable
{
    private readonly SetUpSite site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_folder_that_cannot_be_written_is_noticed_before_anything_is_asked()
    {
        File.WriteAllText(site.Paths.Runtime, "a file in its place");
        var started = new SessionStarter(site.Call(), site.Site).Up(NetworkLocation.Outside, [], "ann");
        Assert.Equal((StartOutcome.NoLogin, ExitCodes.Unavailable), (started.Outcome, started.ExitCode));
        Assert.Empty(site.Platform.Ran);
        Assert.Contains(site.Terminal.Said, line => line.Contains("nothing was asked", StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_folder_is_noticed_before_anything_is_asked()
    {
        // /dev/full says "no space left on device" to every write, and the probe is written through it.
        if (!OperatingSystem.IsLinux()) return;
        Directory.CreateDirectory(site.Paths.Runtime);
        File.CreateSymbolicLink(Path.Combine(site.Paths.Runtime, $"room.{Environment.ProcessId}.new"), "/dev/full");
        Assert.Contains("is it full", RuntimeFolder.Obstacle(site.Paths, site.Paths.ControlSocket("ann", "dora")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(86, true)]
    [InlineData(87, false)]
    public void A_path_that_no_socket_can_have_is_noticed_before_anything_is_asked(int length, bool fits)
    {
        var socket = site.Paths.Runtime + "/" + new string('x', length - site.Paths.Runtime.Length - 1);
        Assert.Equal(fits, RuntimeFolder.Obstacle(site.Paths, socket) is null);
    }

    [Fact]
    public async Task Up_without_anybody_to_ask_begins_no_login()
    {
        Assert.Equal(ExitCodes.NoConnection, await site.Run(UpCommand.Run));
        Assert.DoesNotContain(site.Platform.Ran, command => command.Contains("-N"));
        Assert.Contains(site.Terminal.Said, line => line.Contains("nobody can be asked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SSH_ASKPASS_REQUIRE", "force")]
    [InlineData("SSH_ASKPASS", "/usr/bin/askpass")]
    public async Task Up_with_a_program_that_asks_logs_in(string variable, string value)
    {
        site.Platform.Variables[variable] = value;
        site.Platform.Variables["DISPLAY"] = ":0";
        site.Platform.OnRun = (_, _) => 255;
        Assert.Equal(255, await site.Run(UpCommand.Run));
        Assert.Contains(site.Platform.Ran, command => command.Contains("-N"));
    }

    [Theory]
    [InlineData("00:30", "has already passed today")]
    [InlineData("23:59", null)]
    public async Task A_time_that_is_past_today_says_so(string until, string? line)
    {
        site.Platform.HasControllingTerminal = true;
        site.Platform.OnRun = (_, _) => 255;
        await site.Run(UpCommand.Run, "--until", until);
        Assert.Equal(line is not null, site.Terminal.Said.Exists(said => said.Contains("has already passed today", StringComparison.Ordinal)));
    }
}
