using Microsoft.Extensions.Logging;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Handover;

/// <summary>
/// Stands before the start of sshd: a new OpenSSH may read the door's configuration otherwise than the one it was written for, and open it
/// without a second factor. So the configured check runs when the gate begins and whenever sshd's file has changed since; until it has passed,
/// nobody is handed over. The check is a child of the gate: <see cref="Ended"/> is told of its end by the thread that waits for children.
/// </summary>
/// <param name="program">sshd, or a link to it.</param>
/// <param name="check">The program to run and its arguments; empty: no check.</param>
internal sealed class SshdGuard(string program, IReadOnlyList<string> check, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(10);

    private readonly ManualResetEventSlim over = new();
    private readonly Lock sync = new();
    private (DateTime Written, long Length)? passed;
    private long failedAt;
    private bool hasFailed;
    private int checking;
    private int status;

    /// <summary>Whether sshd may be started; waits for the check when one is needed.</summary>
    public bool Admits(string[] environment)
    {
        if (check.Count == 0)
            return true;
        var found = Look();
        if (found is not null && found == passed)
            return true;
        if (found is null || (hasFailed && time.GetElapsedTime(failedAt) < BetweenChecks))
            return false;
        hasFailed = !Passes(environment);
        failedAt = time.GetTimestamp();
        // What was looked at before the check counts: a file that changes during it is checked again.
        passed = hasFailed ? null : found;
        log.SshdChecked(program, hasFailed ? "failed" : "passed");
        return !hasFailed;
    }

    /// <summary>A child has ended; true when it was the check.</summary>
    public bool Ended(int pid, int waitStatus)
    {
        lock (sync)
        {
            if (pid != checking)
                return false;
            (checking, status) = (0, waitStatus);
            over.Set();
            return true;
        }
    }

    public void Dispose() => over.Dispose();

    private bool Passes(string[] environment)
    {
        lock (sync)
        {
            over.Reset();
            checking = Child.Start([.. check], environment, [0, 2, 2], out _);
            if (checking == 0)
                return false;
        }

        if (over.Wait(Longest))
            return status == 0;
        Child.Signal(checking, SignalNumbers.Kill);
        return false;
    }

    private (DateTime Written, long Length)? Look()
    {
        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program);
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
