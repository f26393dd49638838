using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Tests.Sshd;

namespace Sallyport.Cli.Tests.Setup;

/// <summary>Services of a machine without any: the authority runs in this process, without its faces; the gate is a word.</summary>
internal sealed class FakeSite(SetupPaths paths) : ISiteServices
{
    private AuthorityHost? authority;
    private bool gate;

    /// <summary>Ports that another program has.</summary>
    public HashSet<int> Taken { get; } = [];

    public string Picture => $"authority {(authority is null ? "away" : "runs")}; gate {(gate ? "runs" : "away")}";

    public bool AreKept => true;

    public IServices Door { get; } = new InstallationFixture.FakeServices();

    public string? Obstacle { get; set; }

    public bool IsFree(IPEndPoint address) => !Taken.Contains(address.Port);

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

    private AuthorityOptions Options()
    {
        var (options, faults) = AuthoritySettings.Load(paths.Configuration);
        Assert.Empty(faults);
        return options with { Radius = options.Radius with { Listen = [] }, Duo = options.Duo with { Listen = [] }, Portal = options.Portal with { Listen = [] } };
    }
}
