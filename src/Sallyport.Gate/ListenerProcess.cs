using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Loop;
using Sallyport.Gate.Machine;
using Sallyport.Gate.Relay;

namespace Sallyport.Gate;

/// <summary>
/// The unprivileged process: listens, peeks, decides. Descriptor 3 is the channel to the launcher, 4 and on are the listening sockets.
/// </summary>
internal sealed class ListenerProcess(string configurationPath, int sockets, TimeProvider time)
{
    public const int ChannelDescriptor = 3;
    public const int FirstSocket = 4;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly LineLogger log = LineLogger.ToStandardError(time);

    public GateExit Run()
    {
        Parent.EndWithIt();
        SystemDefaults.KeepFilesToOurselves();
        var (configuration, lists, faults) = GateConfigurationFile.Load(configurationPath);
        if (configuration is null)
        {
            foreach (var fault in faults)
                Console.Error.WriteLine("sallyport: " + LogFields.Printable(fault.ToString()));
            return GateExit.Configuration;
        }

        var clock = new GateClock(time);
        using var epoll = new Epoll(256);
        using var engine = configuration.Backend is Backend.Relay ? new RelayEngine(RelayOptions.Default with { UnreachableLine = RelayOptions.Unreachable(configuration.Help) }, time) : null;
        var admission = new AdmissionControl(configuration.Rules, lists);
        var connections = new ConnectionSet(epoll);
        var counters = new GateCounters();
        var sshd = configuration.Backend is Backend.Sshd backend ? new SshdLink(ChannelDescriptor, Path.GetFileName(backend.Program)) : null;
        GateLoop? loop = null;
        Pipeline? pipeline = null;
        var relay = configuration.Backend is Backend.Relay target
            ? new RelayLink(target, engine!, report => loop!.Post(now => pipeline!.Hear(report, now)))
            : null;
        pipeline = new Pipeline(
            admission, connections, new ConnectionRejector(connections, configuration), (IBackendLink?)sshd ?? relay!,
            new DecisionLog(log, configuration.RefusalLinesPerSecond), counters, log);
        loop = new GateLoop(epoll, clock, connections, pipeline, sshd);
        epoll.TryAdd(ChannelDescriptor, EpollEvents.In, GateLoop.ChannelToken);

        int[] listeners = [.. Enumerable.Range(FirstSocket, sockets)];
        var services = new GateServices(loop, pipeline, admission, counters, configuration, time, log);
        using var stop = new CancellationTokenSource();
        using var now = new CancellationTokenSource();
        using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            if (loop.IsStopping)
                now.Cancel();
            else
                loop.Stop(listeners);
        });
        using var onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true); // the launcher tells us when to stop
        using var onHup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            Reload(services);
        });
        if (configuration.StateFile is { } kept && !StateFile.Load(kept, admission, clock.Now, log))
            services = services with { Configuration = configuration = configuration with { StateFile = null } };
        var beside = new GateSidecars(services, relay, connections).Start(stop.Token);
        log.Started(string.Join(',', listeners.Select(ListeningSocket.Address)), BackendText(configuration.Backend));
        try
        {
            loop.Run(listeners);
        }
        finally
        {
            stop.Cancel();
            if (configuration.StateFile is { } file)
                StateFile.Save(file, StateFile.Text(admission, admission.Memory.Penalties(clock.Now), clock.Now), log);
            beside.Wait(TimeSpan.FromSeconds(1), CancellationToken.None);
            pipeline.Dispose();
        }

        if (engine is not null)
            Outlive(engine, listeners, now.Token);
        return GateExit.Ok;
    }

    /// <summary>
    /// Relayed sessions live in this process, so it lives on for them after a stop or an upgrade, without sockets to listen on and without a
    /// launcher, until the last has ended or a second SIGTERM comes.
    /// </summary>
    private void Outlive(RelayEngine engine, int[] listeners, CancellationToken cancel)
    {
        Parent.OutliveIt();
        foreach (var descriptor in listeners.Append(ChannelDescriptor))
            Descriptors.Close(descriptor);
        if (engine.Active > 0)
            log.Outliving(engine.Active);
        while (engine.Active > 0 && !cancel.WaitHandle.WaitOne(LookEvery))
        {
            // nobody else is left to wake us
        }
    }

    private void Reload(GateServices services)
    {
        var (configuration, lists, faults) = GateConfigurationFile.Load(configurationPath);
        if (configuration is null)
        {
            foreach (var fault in faults)
                log.NotReloaded(fault.ToString());
            return;
        }

        services.Loop.Post(_ =>
        {
            services.Admission.Change(configuration.Rules, lists);
            services.Pipeline.Change(configuration);
            log.Reloaded(lists.Deny.Count, lists.Allow.Count);
        });
    }

    private static string BackendText(Backend backend) => backend switch
    {
        Backend.Sshd sshd => sshd.Program,
        Backend.Relay relay => "relay:" + relay.Target,
        _ => throw new ArgumentOutOfRangeException(nameof(backend)),
    };
}
