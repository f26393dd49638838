using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Status;
using Sallyport.Settings;

namespace Sallyport.Gate.Tests;

/// <summary>The pipeline on real loopback sockets, with a backend that only notes what it was given.</summary>
internal sealed class GateHarness : IAsyncDisposable
{
    private readonly Epoll epoll = new(64);
    private readonly int listener;
    private readonly Thread thread;
    private readonly Pipeline pipeline;

    public GateHarness(string settings)
    {
        var (configuration, lists, faults) = GateConfigurationFile.Read(SettingsFile.Parse("gate.conf", settings));
        Assert.Empty(faults);
        Connections = new ConnectionSet(epoll);
        Admission = new AdmissionControl(configuration!.Rules, lists);
        Backend = new NotingBackend(report => Loop!.Post(now => pipeline!.Hear(report, now)));
        pipeline = new Pipeline(
            Admission, Connections, new Farewell(Connections, configuration), Backend, new DecisionLog(NullLogger.Instance, 10), Counters, NullLogger.Instance);
        Loop = new GateLoop(epoll, new GateClock(TimeProvider.System), Connections, pipeline, null);
        Assert.Equal(ErrnoCode.Ok, ListeningSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), out listener));
        Address = ListeningSocket.Address(listener)!;
        thread = new Thread(() => Loop.Run([listener]));
        thread.Start();
    }

    public GateCounters Counters { get; } = new();

    public ConnectionSet Connections { get; }

    public AdmissionControl Admission { get; }

    public NotingBackend Backend { get; }

    public GateLoop Loop { get; }

    public IPEndPoint Address { get; }

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Address, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>Waits until the gate says so; what it says last is the failure's text.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await Loop.Ask(_ => holds()))
                return;
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Assert.Fail("the gate did not come to it in ten seconds");
    }

    public async ValueTask DisposeAsync()
    {
        Loop.Stop([listener]);
        await Task.Run(() => thread.Join(5000));
        Descriptors.Close(listener);
        pipeline.Dispose();
        epoll.Dispose();
    }

    internal sealed class NotingBackend(Action<Report> answer) : IBackendLink
    {
        /// <summary>What each connection given to the backend had still to read.</summary>
        public ConcurrentQueue<byte[]> Given { get; } = [];

        public void Send(Connection connection)
        {
            var unread = new byte[4096];
            var length = StreamSocket.PeekAt(connection.Socket, unread);
            Given.Enqueue(unread[..(int)Math.Max(0, length)]);
            answer(new Report(connection.Number, Happening.Started, 1));
        }

        public void LetGo(Connection connection) => ConnectionSet.CloseSocket(connection);

        public SessionState Look(Connection connection) => SessionState.Unknown;

        public bool IsFailure(Connection connection, int status) => false;

        public bool SeesLogins => false;

        public string? Fault(int status) => null;

        public string Ending(Connection connection, int status) => "ended";
    }
}
