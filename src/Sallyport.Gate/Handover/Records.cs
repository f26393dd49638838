using System.Runtime.InteropServices;

namespace Sallyport.Gate.Handover;

/// <summary>Listener to launcher: start the configured sshd on the socket that comes with this record.</summary>
/// <param name="Connection">The listener's number for it, unique while it runs.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct StartRequest(ulong Connection);

/// <summary>What the launcher says about a connection. The numbers stand on a wire between two versions during an upgrade: they may only grow.</summary>
internal enum BackendEvent
{
    /// <summary>sshd runs; the detail is its pid.</summary>
    Started = 1,

    /// <summary>sshd could not be started; the detail is errno.</summary>
    NotStarted = 2,

    /// <summary>sshd has ended; the detail is the wait status of waitpid(2).</summary>
    Ended = 3,
}

/// <summary>SshdLauncher to listener.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BackendReport(ulong Connection, BackendEvent Event, int Detail);
