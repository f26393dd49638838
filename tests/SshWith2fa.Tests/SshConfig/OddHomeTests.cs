using System.Diagnostics;
using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;
using SshWith2fa.SshConfig;
using SshWith2fa.Tests.Profile;

namespace SshWith2fa.Tests.SshConfig;

/// <summary>Homes that people have and scripts forget. The machine's own ssh reads what set-up wrote there.</summary>
public sealed class OddHomeTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("oh").FullName;
    private readonly Signer signer = new();
    private readonly HeardTerminal terminal = new();

    public void Dispose()
    {
        Directory.Delete(directory, recursive: true);
        signer.Dispose();
    }

    public static TheoryData<string> Homes { get; } = ["ann", "ann o", "o'neil", "100%", "50%h off", "ann.maths", "année", "日本", "a b'c%d é", "-ann", "~ann", "a#b", "a=b", "a$b", "a&b;c", "a,b"];

    [Theory]
    [MemberData(nameof(Homes))]
    public async Task Every_ssh_works_in_a_home_named(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        var paths = Of(name);
        Directory.CreateDirectory(Path.GetDirectoryName(paths.Runtime)!);
        Files.WritePrivate(paths.RuntimeRecord, paths.Runtime + "\n");
        Assert.Equal(ExitCodes.Done, await Setup(paths));
        Files.WritePrivate(paths.SessionConfig, new GeneratedConfig(Profile, Settings.Default, paths, new(true, "/opt/ssh-with-2fa", SshWith2fa.Routes.X11Use.Off, false)).WhileUp(Routes.PlayedInputs.Session().State));
        Assert.Contains("hostname github.com\n", Ssh(paths, "github.com"), StringComparison.Ordinal);
        var dora = Ssh(paths, "-l", "ann", "dora");
        Assert.Contains($"controlpath {paths.ControlSocket("ann", "dora")}\n", dora, StringComparison.Ordinal);
        Assert.Contains(paths.KnownHosts, dora, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, await RemoveCommand.Run(Call(paths), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(paths.UserSshConfig));
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a*b")]
    [InlineData("a[b]")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    [InlineData("${HOME}")]
    public async Task Set_up_refuses_before_it_writes_in_a_home_named(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        var paths = Of(name);
        Assert.Equal(ExitCodes.Unavailable, await Setup(paths));
        Assert.False(Directory.Exists(paths.Configuration));
        Assert.False(Directory.Exists(Path.Combine(paths.Home, ".ssh")));
    }

    [Fact]
    public void What_set_up_decided_holds_whatever_the_environment()
    {
        if (OperatingSystem.IsWindows()) return;
        var runtime = Path.Combine(directory, "r");
        Directory.CreateDirectory(runtime);
        var platform = new PlayedPlatform { Home = directory };
        platform.Variables["XDG_RUNTIME_DIR"] = runtime;
        var paths = ClientPaths.Find(platform).WithRoomFor(platform, "ann", "dora");
        Files.WritePrivate(paths.RuntimeRecord, paths.Runtime + "\n");
        foreach (var other in (string[])["", "/nowhere", directory])
        {
            platform.Variables["XDG_RUNTIME_DIR"] = other;
            Assert.Equal(paths.Runtime, ClientPaths.Find(platform).Runtime);
            Assert.Equal(paths.Runtime, ClientPaths.Find(platform).WithRoomFor(platform, "ann", "dora").Runtime);
        }
    }

    [Theory]
    [InlineData(8, 8, 4)]
    [InlineData(40, 8, 4)]
    [InlineData(8, 32, 60)]
    [InlineData(30, 20, 250)]
    public void The_path_of_a_socket_is_short_whatever_the_names(int home, int user, int host)
    {
        var platform = new PlayedPlatform { Home = "/home/" + new string('h', home) };
        var name = new string('n', host);
        var paths = ClientPaths.Find(platform).WithRoomFor(platform, new string('u', user), name);
        Assert.True(RuntimeFolder.HasRoom(paths.ControlSocket(new string('u', user), name)), paths.ControlSocket(new string('u', user), name));
        Assert.Equal(paths.ControlPath(name), paths.ControlSocket("%r", name));
    }

    [Fact]
    public void Long_names_that_begin_alike_have_sockets_of_their_own()
    {
        var paths = Of("ann");
        Assert.NotEqual(paths.ControlSocket("ann", "a-very-long-name-of-a-host.maths.example"), paths.ControlSocket("ann", "a-very-long-name-of-a-host.physics.example"));
    }

    private static SiteProfile Profile => Routes.PlayedInputs.Profile;

    private ClientPaths Of(string name)
    {
        var home = Path.Combine(directory, name);
        Directory.CreateDirectory(home);
        return new ClientPaths(home, Path.Combine(home, ".config/ssh-with-2fa"), Path.Combine(home, ".cache/swf"));
    }

    private async Task<int> Setup(ClientPaths paths)
    {
        var file = Path.Combine(directory, "profile.json");
        await File.WriteAllBytesAsync(file, signer.Sign(Signer.Payload()), TestContext.Current.CancellationToken);
        return await SetupCommand.Run(Call(paths, file, "--yes", "--domain", "maths.example"), TestContext.Current.CancellationToken);
    }

    private Invocation Call(ClientPaths paths, params string[] words) =>
        new(words, false, false, new PlayedPlatform { Home = paths.Home }, paths, SydneyClock.New(), terminal);

    private static string Ssh(ClientPaths paths, params string[] arguments)
    {
        var start = new ProcessStartInfo("ssh", ["-F", paths.UserSshConfig, "-G", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = paths.Home;
        using var ssh = Process.Start(start)!;
        var output = ssh.StandardOutput.ReadToEnd();
        var errors = ssh.StandardError.ReadToEnd();
        ssh.WaitForExit();
        Assert.True(ssh.ExitCode == 0, errors);
        return output;
    }
}
