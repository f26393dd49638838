using System.Net;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>The programs of a site as services: the authority, the gate, the door.</summary>
internal interface ISiteServices : IAsyncDisposable
{
    /// <summary>Whether services are started now and at boot; otherwise the authority runs for the length of the setup only.</summary>
    bool AreKept { get; }

    /// <summary>Of the outside sshd.</summary>
    IServices Door { get; }

    /// <summary>The machine's own sshd; null where it cannot be moved.</summary>
    IOwnSshd? OwnSshd { get; }

    /// <summary>What is missing before anything can be started; null when nothing is.</summary>
    string? Obstacle { get; }

    /// <summary>Whether a program may listen there by TCP.</summary>
    bool IsFree(IPEndPoint address) => FreePort.IsFree(address);

    /// <summary>Whether an SSH server greets there.</summary>
    async Task<bool> GreetsAsync(IPEndPoint address, CancellationToken cancel) => SshGreeting.IsOfSsh(await SshGreeting.OfAsync(address, cancel));

    /// <summary>What <c>sallyport sshd check</c> finds wrong with the door; null when it finds nothing.</summary>
    async Task<string?> FaultOfDoorAsync(DoorPaths door, CancellationToken cancel)
    {
        var check = await OwnProgram.RunAsync(["sshd", "check", "--name", door.Name], cancel);
        return check.Succeeded ? null : (check.Output + check.Error).Trim();
    }

    /// <summary>Makes the database and its key, as the authority's user.</summary>
    Task MakeDatabaseAsync(CancellationToken cancel);

    /// <summary>Whether the authority is to run at boot already.</summary>
    Task<bool> IsAuthorityKeptAsync(CancellationToken cancel);

    /// <summary>Starts the authority, anew when it runs, and returns when it answers.</summary>
    Task StartAuthorityAsync(CancellationToken cancel);

    /// <summary>Stops it, now and at boot.</summary>
    Task StopAuthorityAsync(CancellationToken cancel);

    /// <summary>Whether the gate is to run at boot already.</summary>
    Task<bool> IsGateKeptAsync(CancellationToken cancel);

    /// <summary>Starts the gate, anew when it runs.</summary>
    Task StartGateAsync(CancellationToken cancel);

    /// <summary>Stops it, now and at boot. Sessions go on.</summary>
    Task StopGateAsync(CancellationToken cancel);
}
