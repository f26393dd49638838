using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Tests;

/// <summary>A home in which setup has been run for the site of the test vectors.</summary>
internal sealed class SetUpSite : IDisposable
{
    private readonly Scratch scratch = new();

    public SetUpSite()
    {
        Site = new SiteProfile(
            "maths", 7, DateTimeOffset.UnixEpoch, new DoorAddress("127.0.0.1", 9), [new InsideHost(["dora", "dora.maths.example"], "10.77.1.2", 22, true)], ["10.77.1.0/24"],
            [
                new PortForward("ssh", 22022, "10.77.1.2", 22, PortTaken.Next),
                new PortForward("imap", 22143, "10.77.1.2", 143, PortTaken.Next),
                new PortForward("smtp", 22025, "rome", 25, PortTaken.Next),
                new PortForward("cups", 22631, "siv", 631, PortTaken.Skip),
            ],
            23080, 10, X11Preference.Auto, true,
            [new HostKey(["dora", "127.0.0.1"], "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFJ2Xr9Yb7hM0n5cJq8gk3m2v1o4p6s7t8u9w0x1y2z3")], "https://127.0.0.1:9", new SessionRules(0, 15));
        Files.WritePrivate(Paths.SiteFile, SiteFile.Write(new Site(Site, "key")));
        Platform = new PlayedPlatform { Home = Paths.Home };
        Platform.Variables["PATH"] = "/nowhere";
    }

    public SiteProfile Site { get; }

    public ClientPaths Paths => scratch.Paths;

    public PlayedPlatform Platform { get; }

    public HeardTerminal Terminal { get; } = new();

    public string Printed => string.Join('\n', Terminal.Printed);

    public Task<int> Run(Func<Invocation, CancellationToken, Task<int>> command, params string[] words) => command(Call(words), CancellationToken.None);

    public Invocation Call(params string[] words) => new(words, false, false, Platform, Paths, SydneyClock.New(), Terminal);

    /// <summary>A session as Windows has it: the state file, and something that listens at its ssh port.</summary>
    public IDisposable Up(params OpenForward[] forwards)
    {
        Platform.HasControlSockets = false;
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        Files.WritePrivate(Paths.SessionState, new SessionState("ann", "dora", 0, DateTimeOffset.UnixEpoch, null, "outside", [new OpenForward("ssh", 22022, port, "10.77.1.2", 22), .. forwards], []).Write());
        return listener;
    }

    public void WriteUserConfig(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Paths.UserSshConfig)!);
        File.WriteAllText(Paths.UserSshConfig, text);
    }

    public string IncludeText => new IncludeLine(Paths).Text;

    public void Dispose() => scratch.Dispose();
}
