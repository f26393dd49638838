using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd;

/// <summary>systemd, where it runs.</summary>
internal sealed class SystemdServices : IServices
{
    public static bool Runs => Directory.Exists("/run/systemd/system");

    public async Task<string?> StartAsync(Door door, CancellationToken cancel)
    {
        await ReloadAsync(cancel);
        await Systemctl.RunAsync(cancel, "enable", "--quiet", UnitOf(door.Paths));
        var started = await Systemctl.RunAsync(cancel, "restart", UnitOf(door.Paths));
        return started.Succeeded ? null : $"the service {UnitOf(door.Paths)} does not start (journalctl -u {UnitOf(door.Paths)} says why)";
    }

    public async Task RestoreAsync(Door door, CancellationToken cancel)
    {
        await ReloadAsync(cancel);
        if (File.Exists(door.Paths.Unit))
            await Systemctl.RunAsync(cancel, "restart", UnitOf(door.Paths));
        else
            await StopAsync(door.Paths, cancel);
    }

    /// <summary>A unit that waits for its next start, whose file may be gone, is stopped too.</summary>
    public async Task StopAsync(DoorPaths paths, CancellationToken cancel)
    {
        await Systemctl.RunAsync(cancel, "stop", "--quiet", UnitOf(paths));
        await Systemctl.RunAsync(cancel, "disable", "--quiet", UnitOf(paths));
    }

    public Task ReloadAsync(CancellationToken cancel) => Systemctl.RunAsync(cancel, "daemon-reload");

    public string HowToStart(Door door) => $"{UnitOf(door.Paths)} runs, now and after a boot";

    private static string UnitOf(DoorPaths paths) => paths.Name + ".service";
}
