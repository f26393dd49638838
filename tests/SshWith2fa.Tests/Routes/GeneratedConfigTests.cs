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

    private static GeneratedConfig Config(bool sockets, string? share) => new(
        PlayedInputs.Profile,
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
