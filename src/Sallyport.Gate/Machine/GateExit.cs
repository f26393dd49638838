namespace Sallyport.Gate.Machine;

/// <summary>How a gate's process ended; the command line turns it into its exit code.</summary>
public enum GateExit
{
    Ok,
    Failed,

    /// <summary>The configuration has faults; all of them were printed.</summary>
    Configuration,
}
