using System.Net;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>The machine's own sshd as a service, as far as it can make room at its port.</summary>
internal interface IOwnSshd
{
    /// <summary>Where its configuration, or that of its socket unit, says that it listens; none when it does not run as a service that is known here.</summary>
    Task<IReadOnlyList<IPEndPoint>> ListensAsync(CancellationToken cancel);

    /// <summary>The addresses of its socket unit, as systemd writes them, whether that unit runs or not; none without such a unit.</summary>
    Task<IReadOnlyList<string>> SocketAddressesAsync(CancellationToken cancel);

    /// <summary>Has it judge its configuration, then starts it anew with that. Sessions that are open go on.</summary>
    /// <exception cref="IOException">Its configuration has a fault (then nothing was done), or it did not start.</exception>
    Task RestartAsync(CancellationToken cancel);

    /// <summary>Starts the timer that gives its port back, anew when it runs.</summary>
    Task StartTimerAsync(CancellationToken cancel);

    /// <summary>Stops that timer, now and at boot.</summary>
    Task StopTimerAsync(CancellationToken cancel);

    /// <summary>After files of units were removed.</summary>
    Task ReloadAsync(CancellationToken cancel);
}
