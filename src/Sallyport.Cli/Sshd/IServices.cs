using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd;

/// <summary>The service manager, as far as a door needs it.</summary>
internal interface IServices
{
    /// <summary>Starts the door, now and at boot, or restarts it; the sentence when it does not come up.</summary>
    Task<string?> StartAsync(Door door, CancellationToken cancel);

    /// <summary>After a change was rolled back: runs again what ran before.</summary>
    Task RestoreAsync(Door door, CancellationToken cancel);

    /// <summary>Stops the door, now and at boot. Sessions that are open go on.</summary>
    Task StopAsync(DoorPaths paths, CancellationToken cancel);

    /// <summary>Reads the units again.</summary>
    Task ReloadAsync(CancellationToken cancel);

    /// <summary>What to tell an administrator about starting.</summary>
    string HowToStart(Door door);
}
