using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Machine;
using Sallyport.Settings;

namespace Sallyport.Gate;

/// <summary>
/// <c>sallyport gate</c>: opens the listening sockets, starts the unprivileged listener, and stays as the launcher. It keeps the sockets, so that
/// neither a listener that dies nor an upgrade loses a connection.
/// <code>
/// 1 configuration   2 the listener's user   3 listening sockets   4 listener   5 hand over until told to stop
/// </code>
/// </summary>
public sealed class GateProcess(string configurationPath, TimeProvider time) : IDisposable
{
    /// <summary>How a replaced process names the sockets that it leaves open for its successor.</summary>
    private const string SocketsVariable = "SALLYPORT_GATE_SOCKETS";

    private const int Hangup = 1, Terminate = 15;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>More than its orderly end takes: the last hand-overs and the saving of its state.</summary>
    private static readonly TimeSpan PatienceWithListener = TimeSpan.FromSeconds(10);

    private readonly LineLogger log = LineLogger.ToStandardError(time);
    private readonly ManualResetEventSlim listenerEnded = new();
    private readonly ManualResetEventSlim told = new();
    private SshdLauncher? launcher;
    private ITimer? deadline;
    private int channel = -1;
    private Limits? filesOfUnit;
    private int listenerPid;
    private int listenerStatus;
    private bool isUpgrade;

    /// <summary>The unprivileged half, started by <see cref="Run"/> and by nobody else.</summary>
    public static GateExit RunListener(string configurationPath, int sockets, TimeProvider time) =>
        new ListenerProcess(configurationPath, sockets, time).Run();

    /// <summary>Runs until SIGTERM or SIGINT. SIGHUP loads the lists and limits anew, SIGUSR2 replaces the program by what its file now holds.</summary>
    public GateExit Run()
    {
        var (configuration, _, faults) = GateConfigurationFile.Load(configurationPath); // step 1
        if (configuration is null)
            return Faults(faults.Select(fault => fault.ToString()));
        var user = PasswdEntry.IsRoot ? PasswdEntry.Find(configuration.User) : null; // step 2
        if (PasswdEntry.IsRoot && user is null)
            return Faults([$"{configurationPath}: there is no user {configuration.User}; create it with: adduser --system --group {configuration.User}"]);
        if (OpenSockets(configuration) is not { } sockets) // step 3
            return GateExit.Failed;

        if (Origins(sockets) is not { } origins)
            return GateExit.Failed;
        filesOfUnit = ResourceLimit.Get(ResourceLimit.Ours, ResourceLimit.OpenFiles);
        SystemDefaults.Restore();
        SystemDefaults.Hear(Hangup);
        var sshd = configuration.Backend as Backend.Sshd;
        using var guard = new SshdGuard(sshd?.Program ?? "", sshd?.Check ?? [], time, log);
        launcher = new SshdLauncher(sshd, guard, origins);
        using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Told);
        using var onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Told);
        using var onHup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Child.Signal(Volatile.Read(ref listenerPid), Hangup);
        });
        using var onUpgrade = PosixSignalRegistration.Create((PosixSignal)SignalNumbers.User2, signal =>
        {
            isUpgrade = true;
            Told(signal);
        });
        var outcome = Serve(configuration, user, sockets);
        if (isUpgrade)
            Upgrade(sockets);
        log.Stopped(launcher.Sessions);
        return outcome;
    }

    public void Dispose()
    {
        listenerEnded.Dispose();
        told.Dispose();
        deadline?.Dispose();
    }

    private void Told(PosixSignalContext signal)
    {
        signal.Cancel = true;
        told.Set();
        Child.Signal(Volatile.Read(ref listenerPid), Terminate);
        deadline ??= time.CreateTimer(_ => EndListener(), null, PatienceWithListener, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Not asked, but done to: its processes that live on have no channel to us any more.</summary>
    private void EndListener()
    {
        Child.Signal(Volatile.Read(ref listenerPid), SignalNumbers.Kill);
        Channel.End(Volatile.Read(ref channel));
    }

    /// <summary>Steps 4 and 5, again and again when the listener dies: its sessions and the sockets live on here.</summary>
    private GateExit Serve(GateConfiguration configuration, PasswdEntry? user, int[] sockets)
    {
        var wait = ShortestWait;
        while (true)
        {
            var (ours, theirs) = Channel.Open();
            Volatile.Write(ref channel, ours);
            listenerEnded.Reset();
            var pid = StartListener(configuration, user, sockets, theirs, out var errno);
            Descriptors.Close(theirs);
            if (pid == 0)
                return Faults([$"the listener cannot be started (errno {errno}); is {(user is null ? Environment.ProcessPath : "/usr/bin/setpriv")} there?"]);
            Volatile.Write(ref listenerPid, pid);
            if (filesOfUnit is { } files) // LimitNOFILE= is the listener's: it holds every connection that waits
                ResourceLimit.Set(pid, ResourceLimit.OpenFiles, files with { Soft = files.Hard });
            if (told.IsSet)
                Child.Signal(pid, Terminate);
            var reaper = new Thread(Reap) { IsBackground = true, Name = "reaper" };
            reaper.Start();
            var started = time.GetTimestamp();
            var fault = launcher!.Serve(ours);
            if (fault is { } bad)
                log.BadRecord(KebabCase.Of(bad.ToString()));
            // A listener that relays outlives its stop, for its sessions; it has let go of the sockets when the channel ends.
            if (fault is not null || !told.IsSet || configuration.Backend is not Backend.Relay)
                AwaitEnd(fault is null ? PatienceWithListener : TimeSpan.Zero);
            else
                deadline?.Dispose();
            launcher.Forget(ours);
            Volatile.Write(ref channel, -1);
            Descriptors.Close(ours);
            if (told.IsSet)
                return GateExit.Ok;
            if (listenerStatus >> 8 == ConfigurationStatus && (listenerStatus & 0x7f) == 0)
                return GateExit.Configuration;
            wait = time.GetElapsedTime(started) > LongestWait ? ShortestWait : wait * 2 > LongestWait ? LongestWait : wait * 2;
            log.ListenerEnded(listenerStatus, wait.TotalSeconds);
            if (told.Wait(wait))
                return GateExit.Ok;
        }
    }

    /// <summary>A listener that has let go of the channel, or must, ends by itself or is ended.</summary>
    private void AwaitEnd(TimeSpan patience)
    {
        if (listenerEnded.Wait(patience))
            return;
        EndListener();
        listenerEnded.Wait();
    }

    /// <summary>The exit code with which the listener says that its configuration has faults.</summary>
    internal const int ConfigurationStatus = 3;

    private int StartListener(GateConfiguration configuration, PasswdEntry? user, int[] sockets, int channel, out int errno)
    {
        string[] listener =
        [
            Environment.ProcessPath!, "gate", "listener", "--config", configurationPath,
            "--sockets", sockets.Length.ToString(CultureInfo.InvariantCulture),
        ];
        string[] command = user is null ? listener : [.. Privileges.Drop(user, configuration), .. listener];
        var high = 64;
        int[] copies = [.. new[] { channel }.Concat(sockets).Select(descriptor => Descriptors.Duplicate(descriptor, high))];
        try
        {
            return Child.Start(command, EnvironmentOfListener(), [0, 1, 2, .. copies], out errno);
        }
        finally
        {
            foreach (var copy in copies)
                Descriptors.Close(copy);
        }
    }

    private static string[] EnvironmentOfListener()
    {
        var kept = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(pair => $"{pair.Key}={pair.Value}")
            .Where(pair => !pair.StartsWith(SocketsVariable, StringComparison.Ordinal) && !pair.StartsWith("LISTEN_", StringComparison.Ordinal));
        return [.. kept];
    }

    private void Reap()
    {
        int pid;
        while ((pid = Child.WaitAny(out var status)) > 0)
        {
            if (launcher!.Ended(pid, status) || pid != listenerPid)
                continue;
            Volatile.Write(ref listenerPid, 0); // the number may become somebody else's
            listenerStatus = status;
            Channel.End(Volatile.Read(ref channel)); // a process that it left behind may hold the other end
            listenerEnded.Set();
            return;
        }

        listenerEnded.Set();
    }

    /// <summary>Step 3: what systemd or a predecessor left open, otherwise what the configuration names.</summary>
    private int[]? OpenSockets(GateConfiguration configuration)
    {
        if (Environment.GetEnvironmentVariable(SocketsVariable) is { Length: > 0 } left)
            return Inherit(left.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)));
        if (Environment.GetEnvironmentVariable("LISTEN_FDS") is { } count
            && Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var fromSystemd) && fromSystemd > 0)
            return Inherit(Enumerable.Range(3, fromSystemd)); // sd_listen_fds(3)
        var sockets = new List<int>();
        foreach (var address in configuration.Listen)
        {
            var outcome = ListeningSocket.Open(address, out var socket);
            if (outcome != ErrnoCode.Ok)
            {
                Console.Error.WriteLine($"sallyport: cannot listen on {address}: {(outcome == ErrnoCode.AddressInUse ? "another program uses the port; stop it, or choose another port in listen = …" : outcome.ToString())}");
                return null;
            }

            sockets.Add(socket);
        }

        if (sockets.Count > 0)
            return [.. sockets];
        Console.Error.WriteLine($"sallyport: {configurationPath}: nothing to listen on; write listen = 0.0.0.0:22 in [gate], or start through sallyport-gate.socket");
        return null;
    }

    /// <summary>systemd's sockets come blocking (NonBlocking= of its units) and open across exec: the listener never waits in accept, and no child gets them.</summary>
    private static int[] Inherit(IEnumerable<int> descriptors)
    {
        int[] sockets = [.. descriptors];
        foreach (var socket in sockets)
        {
            Descriptors.NeverWait(socket);
            Descriptors.CloseOnExec(socket);
        }

        return sockets;
    }

    /// <summary>Where the sockets listen: only what came in there is handed over. Null, and said why, when the kernel does not tell.</summary>
    private static SocketOrigin[]? Origins(int[] sockets)
    {
        var origins = new List<SocketOrigin>();
        foreach (var socket in sockets)
        {
            if (SocketInspection.Listener(socket) is { } origin)
            {
                origins.Add(origin);
                continue;
            }

            Console.Error.WriteLine(
                $"sallyport: descriptor {socket} is not a listening TCP socket with a known network namespace; the gate accepts ListenStream= sockets of IPv4 and IPv6, and needs Linux 5.14");
            return null;
        }

        return [.. origins];
    }

    /// <summary>Becomes the program that the file now holds: same pid, same sockets, same children.</summary>
    private void Upgrade(int[] sockets)
    {
        log.Upgrading(launcher!.Sessions);
        if (filesOfUnit is { } files)
            ResourceLimit.Set(ResourceLimit.Ours, ResourceLimit.OpenFiles, files);
        foreach (var socket in sockets)
            Descriptors.KeepAcrossExec(socket);
        string[] environment = [.. EnvironmentOfListener(), $"{SocketsVariable}={string.Join(',', sockets)}"];
        var fault = Child.Become([Environment.ProcessPath!, "gate", "--config", configurationPath], environment);
        log.NotUpgraded(fault.ToString());
    }

    private static GateExit Faults(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine("sallyport: " + LogFields.Printable(fault));
        return GateExit.Configuration;
    }
}
