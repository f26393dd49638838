using System.Net;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;
using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>Moves the machine's own sshd from port 22 to another, and back. Sessions that are open go on.</summary>
internal sealed class OwnSshdMove(SetupContext context)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SetupPaths paths = context.Paths;

    public bool IsAside => File.Exists(paths.OwnSshdPort);

    private IOwnSshd Own => context.Services.OwnSshd ?? throw new IOException("the machine's own sshd can be moved only where systemd runs");

    /// <summary>Where it listens at port 22.</summary>
    public async Task<IReadOnlyList<IPEndPoint>> AtPort22Async(CancellationToken cancel) => context.Services.OwnSshd is { } own
        ? [.. (await own.ListensAsync(cancel)).Where(address => address.Port == SetupPaths.SshPort)]
        : [];

    /// <summary>First it listens at both ports; when it greets at the new one, it lets go of port 22.</summary>
    /// <exception cref="IOException">It does not greet, or keeps port 22.</exception>
    public async Task AsideAsync(CancellationToken cancel)
    {
        var before = await AtPort22Async(cancel);
        var addresses = await Own.SocketAddressesAsync(cancel);
        var port = context.Answers.OwnPort;
        await WriteAsync(addresses, [SetupPaths.SshPort, port], cancel);
        await Own.RestartAsync(cancel);
        await MustGreetAsync(before, port, cancel);

        await WriteAsync(addresses, [port], cancel);
        await Own.RestartAsync(cancel);
        await MustGreetAsync(before, port, cancel);
        if (before.FirstOrDefault(address => !context.Services.IsFree(address)) is { } kept)
            throw new IOException($"{kept} is still in use after the machine's own sshd was moved; does another program listen there, or does /etc/default/ssh name the port?");
    }

    /// <summary>Gives it port 22 again. The door must have left that.</summary>
    public async Task BackAsync(CancellationToken cancel)
    {
        if (!IsAside)
            return;
        if (File.Exists(paths.OwnSshdSocket))
        {
            File.Delete(paths.OwnSshdSocket);
            var folder = Path.GetDirectoryName(paths.OwnSshdSocket)!;
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }

        File.Delete(paths.OwnSshdPort);

        await Own.RestartAsync(cancel);
        await MustGreetAsync(await AtPort22Async(cancel), SetupPaths.SshPort, cancel);
    }

    /// <summary>From now on port 22 is given back unless somebody confirms, also after a boot.</summary>
    public async Task StartTimerAsync(CancellationToken cancel)
    {
        await WriteAsync(paths.PutBackService, OwnSshdTexts.PutBackService(context.Program), cancel);
        await WriteAsync(paths.PutBackTimer, OwnSshdTexts.PutBackTimer(context.ConfirmWithin), cancel);
        await Own.StartTimerAsync(cancel);
    }

    /// <summary>Nothing waits for a confirmation any more.</summary>
    public async Task StopTimerAsync(CancellationToken cancel)
    {
        if (!File.Exists(paths.PutBackTimer))
            return;
        await Own.StopTimerAsync(cancel);
        File.Delete(paths.PutBackTimer);
        File.Delete(paths.PutBackService);
        await Own.ReloadAsync(cancel);
    }

    private async Task WriteAsync(IReadOnlyList<string> addresses, IReadOnlyList<int> ports, CancellationToken cancel)
    {
        await WriteAsync(paths.OwnSshdPort, OwnSshdTexts.Config(ports), cancel);
        if (addresses.Count > 0)
            await WriteAsync(paths.OwnSshdSocket, OwnSshdTexts.Socket(addresses, ports), cancel);
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(await WantedFile.Text(path, text).StageAsync(cancel), path, overwrite: true);
    }

    /// <summary>One of its addresses is enough: a machine may be without IPv6.</summary>
    private async Task MustGreetAsync(IReadOnlyList<IPEndPoint> addresses, int port, CancellationToken cancel)
    {
        List<IPEndPoint> wanted = [.. addresses.Select(address => Reachable(address.Address, port)).Distinct()];
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            foreach (var address in wanted)
            {
                if (await context.Services.GreetsAsync(address, cancel))
                    return;
            }

            await Task.Delay(Pause, cancel);
        }

        throw new IOException($"the machine's own sshd does not greet at port {port}");
    }

    /// <summary>From this machine.</summary>
    public static IPEndPoint Reachable(IPAddress address, int port) =>
        new(address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address, port);
}
