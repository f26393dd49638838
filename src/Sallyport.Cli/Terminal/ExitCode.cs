namespace Sallyport.Cli.Terminal;

/// <summary>What every <c>sallyport</c> command ends with. Scripts rely on these numbers: they may only grow.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>It was tried and failed, or the answer is no (a wrong code, a refused change).</summary>
    Failed = 1,

    /// <summary>The command line is wrong; nothing was tried.</summary>
    Usage = 2,

    /// <summary>A configuration file has faults; all of them were printed with file and line.</summary>
    Configuration = 3,

    /// <summary>The authority or the gate does not answer.</summary>
    NotReachable = 4,

    /// <summary>This user may not do that.</summary>
    NotPermitted = 5,
}
