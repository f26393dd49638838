using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Texts;

namespace Sallyport.Cli.Sshd;

/// <summary>Nothing is started: the administrator said so, the files lie elsewhere than on a real machine, or there is no systemd.</summary>
internal sealed class NoServices : IServices
{
    public Task<string?> StartAsync(Door door, CancellationToken cancel) => Task.FromResult<string?>(null);

    public Task RestoreAsync(Door door, CancellationToken cancel) => Task.CompletedTask;

    public Task StopAsync(DoorPaths paths, CancellationToken cancel) => Task.CompletedTask;

    public Task ReloadAsync(CancellationToken cancel) => Task.CompletedTask;

    public string HowToStart(Door door) => $"start it with: {Unit.Sshd(door)} -D -f {door.Paths.Config}";
}
