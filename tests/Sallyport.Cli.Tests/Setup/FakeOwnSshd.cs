using System.Globalization;
using System.Net;
using Sallyport.Cli.Setup.Machine;

namespace Sallyport.Cli.Tests.Setup;

/// <summary>The machine's own sshd in memory: it listens where its files said when it was started last.</summary>
/// <param name="paths">Where its files are.</param>
/// <param name="othersListenAt">Whether a program of the site has the port.</param>
internal sealed class FakeOwnSshd(SetupPaths paths, Func<int, bool> othersListenAt) : IOwnSshd
{
    private IReadOnlyList<int> ports = [22];

    /// <summary>Which ports it had, start by start.</summary>
    public List<string> Starts { get; } = [];

    public bool HasSocket { get; set; }

    public bool Runs { get; set; } = true;

    /// <summary>Ports at which it listens and says nothing.</summary>
    public HashSet<int> Mute { get; } = [];

    public bool IsTimed { get; private set; }

    public int TimerStarts { get; private set; }

    public string Picture => $"own sshd at {string.Join(' ', ports)}{(IsTimed ? ", timed" : "")}";

    public bool HasPort(int port) => ports.Contains(port);

    public bool Greets(int port) => HasPort(port) && !Mute.Contains(port);

    public Task<IReadOnlyList<IPEndPoint>> ListensAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<IPEndPoint>>(Runs ? [.. PortsOfFiles().Select(port => new IPEndPoint(IPAddress.Any, port))] : []);

    public Task<IReadOnlyList<string>> SocketAddressesAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>(HasSocket ? ["[::]:22", "/run/other.sock"] : []);

    public Task RestartAsync(CancellationToken cancel)
    {
        ports = PortsOfFiles();
        Starts.Add(string.Join(' ', ports));
        if (ports.FirstOrDefault(othersListenAt) is > 0 and var taken)
            throw new IOException($"port {taken} is in use");
        return Task.CompletedTask;
    }

    public Task StartTimerAsync(CancellationToken cancel)
    {
        Assert.True(File.Exists(paths.PutBackTimer) && File.Exists(paths.PutBackService));
        IsTimed = true;
        TimerStarts++;
        return Task.CompletedTask;
    }

    public Task StopTimerAsync(CancellationToken cancel)
    {
        Assert.True(File.Exists(paths.PutBackTimer));
        IsTimed = false;
        return Task.CompletedTask;
    }

    public Task ReloadAsync(CancellationToken cancel) => Task.CompletedTask;

    private IReadOnlyList<int> PortsOfFiles() => File.Exists(paths.OwnSshdPort)
        ? [.. File.ReadLines(paths.OwnSshdPort).Where(line => line.StartsWith("Port ", StringComparison.Ordinal)).Select(line => int.Parse(line[5..], CultureInfo.InvariantCulture))]
        : [22];
}
