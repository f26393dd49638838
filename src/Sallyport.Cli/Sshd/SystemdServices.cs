using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd;

/// <summary>systemd, where it runs.</summary>
internal sealed class SystemdServices : IServices
{
    private const string Systemctl = "/usr/bin/systemctl";

    public static bool Runs => Directory.Exists("/run/systemd/system");

    public async Task<string?> StartAsync(Door door, CancellationToken cancel)
    {
        await ReloadAsync(cancel);
        await Tool.RunAsync(Systemctl, ["enable", "--quiet", UnitOf(door.Paths)], cancel);
        var started = await Tool.RunAsync(Systemctl, ["restart", UnitOf(door.Paths)], cancel);
        return started.Succeeded ? null : $"the service {UnitOf(door.Paths)} does not start (journalctl -u {UnitOf(door.Paths)} says why)";
    }

    public async Task RestoreAsync(Door door, CancellationToken cancel)
    {
        await ReloadAsync(cancel);
        if (File.Exists(door.Paths.Unit))
            await Tool.RunAsync(Systemctl, ["restart", UnitOf(door.Paths)], cancel);
        else
            await StopAsync(door.Paths, cancel);
    }

    /// <summary>A unit that waits for its next start, whose file may be gone, is stopped too.</summary>
    public async Task StopAsync(DoorPaths paths, CancellationToken cancel)
    {
        await Tool.RunAsync(Systemctl, ["stop", "--quiet", UnitOf(paths)], cancel);
        await Tool.RunAsync(Systemctl, ["disable", "--quiet", UnitOf(paths)], cancel);
    }

    public Task ReloadAsync(CancellationToken cancel) => Tool.RunAsync(Systemctl, ["daemon-reload"], cancel);

    public string HowToStart(Door door) => $"{UnitOf(door.Paths)} runs, now and after a boot";

    private static string UnitOf(DoorPaths paths) => paths.Name + ".service";
}
