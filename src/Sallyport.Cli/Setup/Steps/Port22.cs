using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>Who of ours has port 22.</summary>
internal static class Port22
{
    /// <summary>Stops the gate or the door where they have it. What cannot be stopped shows when the machine's own sshd wants it.</summary>
    public static async Task ReleaseAsync(SetupContext context, CancellationToken cancel)
    {
        if (DoorRecord.Find(context.DoorPaths)?.Port != SetupPaths.SshPort)
            return;
        try
        {
            await context.Services.Door.StopAsync(context.DoorPaths, cancel);
            await context.Services.StopGateAsync(cancel);
        }
        catch (IOException)
        {
            // The package may be gone, with its units.
        }
    }
}
