using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>The units of the package, under systemd.</summary>
internal sealed class SystemdSite(SetupPaths paths) : ISiteServices
{
    private const string Authority = "sallyport.service";
    private const string Gate = "sallyport-gate.socket";
    private const string GateService = "sallyport-gate.service";
    private static readonly string[] UnitFolders = ["/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    public bool AreKept => true;

    public IServices Door { get; } = new SystemdServices();

    public IOwnSshd? OwnSshd { get; } = new SystemdOwnSshd();

    public string? Obstacle => new[] { Authority, "sallyport-new.service", Gate, GateService }.FirstOrDefault(unit => !UnitFolders.Any(folder => File.Exists(Path.Combine(folder, unit)))) is { } missing
        ? $"there is no unit {missing}; install the package (docs/operators/install.md), or start everything yourself with --no-start"
        : null;

    public Task MakeDatabaseAsync(CancellationToken cancel) => Systemctl.MustAsync(cancel, "start", "sallyport-new.service");

    public Task<bool> IsAuthorityKeptAsync(CancellationToken cancel) => IsKeptAsync(Authority, cancel);

    public async Task StartAuthorityAsync(CancellationToken cancel)
    {
        await Systemctl.MustAsync(cancel, "daemon-reload");
        await Systemctl.MustAsync(cancel, "enable", "--quiet", Authority);
        await Systemctl.MustAsync(cancel, "restart", Authority);
        await Answering.WaitAsync(paths.Socket, $"journalctl -u {Authority}", () => null, cancel);
    }

    public Task StopAuthorityAsync(CancellationToken cancel) => Systemctl.MustAsync(cancel, "disable", "--now", "--quiet", Authority);

    public Task<bool> IsGateKeptAsync(CancellationToken cancel) => IsKeptAsync(Gate, cancel);

    public async Task StartGateAsync(CancellationToken cancel)
    {
        await Systemctl.MustAsync(cancel, "daemon-reload");
        // A running socket keeps its old port: it is stopped before the new one is opened.
        await Systemctl.MustAsync(cancel, "stop", Gate, GateService);
        await Systemctl.MustAsync(cancel, "enable", "--quiet", Gate, GateService);
        await Systemctl.MustAsync(cancel, "start", Gate, GateService);
    }

    public Task StopGateAsync(CancellationToken cancel) => Systemctl.MustAsync(cancel, "disable", "--now", "--quiet", Gate, GateService);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<bool> IsKeptAsync(string unit, CancellationToken cancel) =>
        await Systemctl.IsEnabledAsync(unit, cancel) && await Systemctl.IsActiveAsync(unit, cancel);
}
