using System.Net;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>Debian's and Ubuntu's sshd: ssh.service, or ssh.socket, which starts that at the first connection.</summary>
internal sealed class SystemdOwnSshd : IOwnSshd
{
    private const string Service = "ssh.service";
    private const string Socket = "ssh.socket";
    private const string Sshd = "/usr/sbin/sshd";

    /// <summary>Every sshd wants it; systemd removes it with the service, and the outside door needs it too.</summary>
    private const string Runtime = "/run/sshd";

    public async Task<IReadOnlyList<IPEndPoint>> ListensAsync(CancellationToken cancel)
    {
        if (await Systemctl.IsActiveAsync(Socket, cancel))
            return Parsed(await SocketAddressesAsync(cancel));
        if (!await Systemctl.IsActiveAsync(Service, cancel))
            return [];
        Directory.CreateDirectory(Runtime);
        var effective = await Tool.RunAsync(Sshd, ["-T", "-f", DoorPaths.MachineConfig], cancel);
        return Parsed(effective.Output.Split('\n').Select(line => line.Split(' ')).Where(words => words is ["listenaddress", _, ..]).Select(words => words[1]));
    }

    public async Task<IReadOnlyList<string>> SocketAddressesAsync(CancellationToken cancel)
    {
        if (await Systemctl.PropertyAsync(Socket, "LoadState", cancel) is not ["loaded"])
            return [];
        return [.. (await Systemctl.PropertyAsync(Socket, "Listen", cancel)).Where(line => line.EndsWith("(Stream)", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];
    }

    public async Task RestartAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(Runtime);
        var verdict = await Tool.RunAsync(Sshd, ["-t", "-f", DoorPaths.MachineConfig], cancel);
        if (!verdict.Succeeded)
            throw new IOException($"the machine's own sshd does not accept its configuration: {verdict.Error.Trim().ReplaceLineEndings(" ")}");
        await Systemctl.MustAsync(cancel, "daemon-reload");
        if (await Systemctl.IsActiveAsync(Socket, cancel) || await Systemctl.IsEnabledAsync(Socket, cancel))
        {
            // A socket whose service runs cannot be opened anew.
            await Systemctl.MustAsync(cancel, "stop", Socket, Service);
            await Systemctl.MustAsync(cancel, "start", Socket);
        }
        else
        {
            await Systemctl.MustAsync(cancel, "restart", Service);
        }

        Directory.CreateDirectory(Runtime);
    }

    public async Task StartTimerAsync(CancellationToken cancel)
    {
        await Systemctl.MustAsync(cancel, "daemon-reload");
        await Systemctl.MustAsync(cancel, "enable", "--quiet", SetupPaths.PutBackTimerName);
        await Systemctl.MustAsync(cancel, "restart", SetupPaths.PutBackTimerName);
    }

    public Task StopTimerAsync(CancellationToken cancel) => Systemctl.MustAsync(cancel, "disable", "--now", "--quiet", SetupPaths.PutBackTimerName);

    public Task ReloadAsync(CancellationToken cancel) => Systemctl.MustAsync(cancel, "daemon-reload");

    private static IReadOnlyList<IPEndPoint> Parsed(IEnumerable<string> addresses) =>
        [.. addresses.Select(text => IPEndPoint.TryParse(text, out var address) ? address : null).OfType<IPEndPoint>()];
}
