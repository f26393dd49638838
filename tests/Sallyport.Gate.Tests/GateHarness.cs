using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Loop;
using Sallyport.Gate.Machine;
using Sallyport.Settings;

namespace Sallyport.Gate.Tests;

/// <summary>The pipeline on real loopback sockets and a clock that only the test turns, with a backend that only notes what it was given.</summary>
internal sealed class GateHarness : IAsyncDisposable
{
    private readonly Epoll epoll = new(64);
    private readonly int listener;
    private readonly Thread thread;
    private readonly Pipeline pipeline;

    public GateHarness(string settings, SessionsSeen seen = SessionsSeen.None)
    {
        var (configuration, lists, faults) = GateConfigurationFile.Read(SettingsFile.Parse("gate.conf", settings));
        Assert.Empty(faults);
        Connections = new ConnectionSet(epoll);
        Admission = new AdmissionControl(configuration!.Rules, lists);
        Backend = new NotingBackend(seen, report => Loop!.Post(now => pipeline!.Hear(report, now)));
        pipeline = new Pipeline(
            Admission, Connections, new ConnectionRejector(Connections, configuration), Backend, new DecisionLog(NullLogger.Instance, 10), Counters, NullLogger.Instance);
        Loop = new GateLoop(epoll, new GateClock(Time), Connections, pipeline, null);
        Services = new GateServices(Loop, pipeline, Admission, Counters, configuration, Time, NullLogger.Instance);
        Assert.Equal(ErrnoCode.Ok, ListeningSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), out listener));
        Address = ListeningSocket.Address(listener)!;
        thread = new Thread(() => Loop.Run([listener]));
        thread.Start();
    }

    /// <summary>What the servers beside the pipeline work with.</summary>
    public GateServices Services { get; }

    public GateCounters Counters { get; } = new();

    public ConnectionSet Connections { get; }

    public AdmissionControl Admission { get; }

    public NotingBackend Backend { get; }

    public GateLoop Loop { get; }

    public IPEndPoint Address { get; }

    public TestClock Time { get; } = new(new DateTimeOffset(2026, 11, 20, 17, 43, 21, TimeSpan.Zero));

    /// <summary>Turns the clock; what is due then happens with the loop's next round.</summary>
    public async Task PassAsync(TimeSpan time) => await Loop.Ask(_ =>
    {
        Time.Advance(time);
        return true;
    });

    public Task ReportAsync(string source, LoginOutcome outcome) => Loop.Ask(now =>
    {
        pipeline.Report(SourceAddress.TryParse(source)!.Value, outcome, now);
        return true;
    });

    public Task FeedAsync(bool isUp) => Loop.Ask(_ => pipeline.IsFedByAuthority = isUp);

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Address, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>Waits until the gate says so; what it says last is the failure's text.</summary>
    /// <param name="step">How far the clock is turned after each look in vain.</param>
    public async Task UntilAsync(Func<bool> holds, TimeSpan step = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await Loop.Ask(_ => holds()))
        {
            await Task.Delay(5, patience.Token);
            await PassAsync(step);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Loop.Stop([listener]);
        await Task.Run(() => thread.Join(120_000));
        Descriptors.Close(listener);
        pipeline.Dispose();
        epoll.Dispose();
    }

    /// <summary>Whether the backend shows who is logged in, as an sshd on this machine does, or not, as a relay.</summary>
    internal enum SessionsSeen
    {
        None,
        All,
    }

    internal sealed class NotingBackend(SessionsSeen seen, Action<BackendReport> answer) : IBackendLink
    {
        private readonly ConcurrentDictionary<ulong, SshdSessionState> states = [];

        public IReadOnlyList<ulong> Connections => [.. states.Keys.Order()];

        public void LogIn(ulong connection) => states[connection] = SshdSessionState.LoggedIn;

        public void End(ulong connection) => answer(new BackendReport(connection, BackendEvent.Ended, 0));

        /// <summary>What each connection given to the backend had still to read.</summary>
        public ConcurrentQueue<byte[]> Given { get; } = [];

        public void Send(Connection connection)
        {
            var unread = new byte[4096];
            var length = StreamSocket.PeekAt(connection.Socket, unread);
            Given.Enqueue(unread[..(int)Math.Max(0, length)]);
            states[connection.Number] = SshdSessionState.Unknown;
            answer(new BackendReport(connection.Number, BackendEvent.Started, 1));
        }

        public void LetGo(Connection connection) => ConnectionSet.CloseSocket(connection);

        public SshdSessionState Look(Connection connection) => seen == SessionsSeen.All ? states[connection.Number] : SshdSessionState.Unknown;

        public bool IsFailure(Connection connection, int status) => false;

        public bool SeesLogins => seen == SessionsSeen.All;

        public string? Fault(int status) => null;

        public string Ending(Connection connection, int status) => "ended";
    }
}
