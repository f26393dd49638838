using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Tests.Sshd;

namespace Sallyport.Cli.Tests.Setup;

/// <summary>Services of a machine without any: the authority runs in this process, without its faces; the gate is a word.</summary>
internal sealed class FakeSite : ISiteServices
{
    private readonly SetupPaths paths;
    private AuthorityHost? authority;
    private bool gate;

    public FakeSite(SetupPaths paths)
    {
        this.paths = paths;
        Own = new FakeOwnSshd(paths, port => GatePorts.Contains(port));
    }

    public FakeOwnSshd Own { get; }

    /// <summary>Ports that another program has.</summary>
    public HashSet<int> Taken { get; } = [];

    public string Picture => $"authority {(authority is null ? "away" : "runs")}; {Own.Picture}; gate {(gate ? "runs" : "away")}";

    public bool AreKept => true;

    public IServices Door { get; } = new InstallationFixture.FakeServices();

    public IOwnSshd? OwnSshd => HasOwnSshd ? Own : null;

    public bool HasOwnSshd { get; set; } = true;

    /// <summary>What <c>sshd check</c> finds.</summary>
    public string? FaultOfDoor { get; set; }

    public string? Obstacle { get; set; }

    public bool IsFree(IPEndPoint address) => !Taken.Contains(address.Port) && !Own.HasPort(address.Port) && !GatePorts.Contains(address.Port);

    public Task<bool> GreetsAsync(IPEndPoint address, CancellationToken cancel) => Task.FromResult(Own.Greets(address.Port) || GatePorts.Contains(address.Port));

    public Task<string?> FaultOfDoorAsync(DoorPaths door, CancellationToken cancel) => Task.FromResult(FaultOfDoor);

    public Task MakeDatabaseAsync(CancellationToken cancel) => AuthorityHost.MakeStoreAsync(Options(), cancel);

    public Task<bool> IsAuthorityKeptAsync(CancellationToken cancel) => Task.FromResult(authority is not null);

    public async Task StartAuthorityAsync(CancellationToken cancel)
    {
        await StopAuthorityAsync(cancel);
        Directory.CreateDirectory(paths.Runtime);
        authority = await AuthorityHost.StartAsync(Options(), new AuthorityDependencies { Start = StoreStart.Existing }, cancel);
    }

    public async Task StopAuthorityAsync(CancellationToken cancel)
    {
        await DisposeAsync();
        // As systemd does with the unit's RuntimeDirectory.
        if (Directory.Exists(paths.Runtime))
            Directory.Delete(paths.Runtime, recursive: true);
    }

    public Task<bool> IsGateKeptAsync(CancellationToken cancel) => Task.FromResult(gate);

    public Task StartGateAsync(CancellationToken cancel)
    {
        Assert.True(File.Exists(paths.GateConfiguration));
        gate = true;
        if (GatePorts.FirstOrDefault(Own.HasPort) is > 0 and var taken)
            throw new IOException($"port {taken} is in use");
        return Task.CompletedTask;
    }

    public Task StopGateAsync(CancellationToken cancel)
    {
        gate = false;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (authority is not null)
            await authority.DisposeAsync();
        authority = null;
    }

    private IEnumerable<int> GatePorts => gate && File.Exists(paths.GateSocketUnit)
        ? File.ReadLines(paths.GateSocketUnit).Where(line => line.StartsWith("ListenStream=", StringComparison.Ordinal) && line.Length > 13).Select(line => IPEndPoint.Parse(line[13..]).Port).Distinct()
        : [];

    private AuthorityOptions Options()
    {
        var (options, faults) = AuthoritySettings.Load(paths.Configuration);
        Assert.Empty(faults);
        return options with { Radius = options.Radius with { Listen = [] }, Duo = options.Duo with { Listen = [] }, Portal = options.Portal with { Listen = [] } };
    }
}
