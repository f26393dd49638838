using System.Net;
using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>The programs of a site as services: the authority, the gate, the door.</summary>
internal interface ISiteServices : IAsyncDisposable
{
    /// <summary>Whether services are started now and at boot; otherwise the authority runs for the length of the setup only.</summary>
    bool AreKept { get; }

    /// <summary>Of the outside sshd.</summary>
    IServices Door { get; }

    /// <summary>What is missing before anything can be started; null when nothing is.</summary>
    string? Obstacle { get; }

    /// <summary>Whether a program may listen there by TCP.</summary>
    bool IsFree(IPEndPoint address) => FreePort.IsFree(address);

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
