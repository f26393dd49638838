using Sallyport.Profile;
using SshWith2fa.Configuration;
using SshWith2fa.Routes;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Tests.Routes;

/// <summary>The generated files as golden texts: tests/vectors/ssh-config. A change there is a change for every user.</summary>
public sealed class GeneratedConfigTests
{
    private static readonly ClientPaths Paths = new("/home/ann", "/home/ann/.config/ssh-with-2fa", "/run/user/1000/ssh-with-2fa");

    [Theory]
    [InlineData("main-unix", true, null)]
    [InlineData("main-unix-share", true, "scp,git")]
    [InlineData("main-windows", false, null)]
    public void Main_is_as_in_the_vector(string name, bool sockets, string? share) =>
        Golden(name, Config(sockets, share).Main());

    [Theory]
    [InlineData("while-up-unix", true)]
    [InlineData("while-up-windows", false)]
    public void The_file_of_a_session_is_as_in_the_vector(string name, bool sockets) =>
        Golden(name, Config(sockets, null).WhileUp(PlayedInputs.Session(port: 12023).State));

    [Theory]
    [InlineData("ssh.maths.example", "ssh.maths.example")]
    [InlineData("dora.maths.example", "dora.maths.example.")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    public void While_up_ssh_names_the_door_as_the_profile_does_and_the_other_blocks_are_passed_by(string door, string mark)
    {
        var config = Config(sockets: true, share: null, PlayedInputs.Profile with { Outside = PlayedInputs.Profile.Outside with { Host = door } });
        Assert.Contains($"HostName {mark}\n", config.WhileUp(PlayedInputs.Session().State), StringComparison.Ordinal);
        Assert.Contains($"Match originalhost dora,dora.maths.example !host {mark}", config.Main(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the login server's own keys", "dora")]
    [InlineData("a key of its own", "ssh.maths.example")]
    public void Prompts_name_the_login_server_unless_the_door_has_a_key_of_its_own(string doorShows, string alias)
    {
        var site = PlayedInputs.Profile;
        if (doorShows.StartsWith("a key", StringComparison.Ordinal)) site = site with { HostKeys = [.. site.HostKeys, new HostKey(["ssh.maths.example"], "ssh-ed25519 AAAA")] };
        var door = Config(sockets: true, share: null, site).Main().Split("HostName ssh.maths.example\n")[1];
        Assert.Contains($"    HostKeyAlias {alias}\n", door.Split("\n\n")[0], StringComparison.Ordinal);
    }

    private static GeneratedConfig Config(bool sockets, string? share, SiteProfile? site = null) => new(
        site ?? PlayedInputs.Profile,
        Settings.Default with { User = "ann", Share = share?.Split(',') },
        Paths,
        new RouteContext(sockets, sockets ? "/opt/ssh-with-2fa" : @"C:\Program Files\ssh-with-2fa.exe", X11Use.Untrusted, AskInJump: false));

    private static void Golden(string name, string text)
    {
        var path = Path.Combine(Tests.Profile.Signer.Vectors, "..", "ssh-config", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        Assert.Equal(File.ReadAllText(path), text);
    }
}
