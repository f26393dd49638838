using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Tests.Handover;

/// <summary>What a listener that an attacker has taken over may put on the channel: each is refused, ends the listener, and leaves no descriptor behind.</summary>
[Collection("descriptors are counted")]
public sealed partial class RecordTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> made = [];

    public RecordTests() => listener.Start();

    public void Dispose()
    {
        listener.Dispose();
        made.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public void a_connection_that_came_in_where_the_gate_listens_is_handed_over_even_when_its_client_has_just_reset_it()
    {
        var (client, accepted) = Accepted(listener);
        Assert.Null(Serve(Number(accepted)));
        client.LingerState = new LingerOption(enable: true, 0);
        client.Dispose();
        Assert.Null(Serve(Number(accepted)));
    }

    [Fact]
    public void a_gate_for_all_addresses_takes_connections_to_each_of_them_and_a_dual_one_takes_ipv4_too()
    {
        using var all = new TcpListener(IPAddress.Any, 0);
        using var dual = TcpListener.Create(0);
        all.Start();
        dual.Start();
        Assert.Null(Serve(Number(Accepted(all, "127.9.9.9").Accepted), all));
        Assert.Null(Serve(Number(Accepted(dual, "127.9.9.9").Accepted), dual));
        Assert.Null(Serve(Number(Accepted(dual, "::1").Accepted), dual));
        Assert.Equal(RecordFault.CameInElsewhere, Serve(Number(Accepted(dual, "::1").Accepted), all));
        Assert.Equal(RecordFault.CameInElsewhere, Serve(Number(Accepted(all).Accepted), dual));
    }

    [Theory]
    [InlineData("no descriptor", RecordFault.Malformed)]
    [InlineData("two descriptors", RecordFault.Malformed)]
    [InlineData("two hundred descriptors", RecordFault.Malformed)]
    [InlineData("a short record", RecordFault.Malformed)]
    [InlineData("a long record", RecordFault.Malformed)]
    [InlineData("a file", RecordFault.NotTcp)]
    [InlineData("a unix socket", RecordFault.NotTcp)]
    [InlineData("a datagram socket", RecordFault.NotTcp)]
    [InlineData("a listening socket", RecordFault.NotTcp)]
    [InlineData("another port", RecordFault.CameInElsewhere)]
    [InlineData("another address", RecordFault.CameInElsewhere)]
    [InlineData("the client's end", RecordFault.CameInElsewhere)]
    [InlineData("a socket without a connection", RecordFault.CameInElsewhere)]
    internal void a_record_that_is_not_what_it_should_be_ends_the_listener(string attack, RecordFault expected)
    {
        Attack(attack); // what the runtime opens once
        var before = Open();
        for (var i = 0; i < 20; i++)
            Assert.Equal(expected, Attack(attack));
        Assert.True(SpinWait.SpinUntil(() => Open() <= before + 3, TimeSpan.FromMinutes(1)), $"{Open()} descriptors, {before} before");
    }

    [Fact]
    public void a_relays_root_half_takes_nothing()
    {
        var (_, accepted) = Accepted(listener);
        Assert.Equal(RecordFault.NothingToHandOver, Serve(channel => Send(channel, [Number(accepted)]), listener, null));
    }

    /// <summary>The attack that was seen: a network of one's own, the gate's address and port in it, and a client's address at will.</summary>
    [Fact]
    public void a_connection_of_another_network_namespace_with_the_gates_address_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "the end-to-end tests do this without privileges");
        var (client, accepted) = (-1, -1);
        var elsewhere = new Thread(() =>
        {
            Assert.Equal(0, Unshare(NewNetwork));
            Up();
            using var own = new TcpListener((IPEndPoint)listener.LocalEndpoint);
            own.Start();
            var pair = Accepted(own);
            (client, accepted) = (Number(pair.Client), Number(pair.Accepted));
        });
        elsewhere.Start();
        elsewhere.Join();
        Assert.Equal(listener.LocalEndpoint, ListeningSocket.Address(accepted));
        Assert.Equal(RecordFault.CameInElsewhere, Serve(accepted));
        Assert.Equal(RecordFault.CameInElsewhere, Serve(client));
    }

    private RecordFault? Attack(string attack)
    {
        using var another = new TcpListener(IPAddress.Loopback, 0);
        another.Start();
        using var elsewhere = new TcpListener(IPAddress.Parse("127.0.0.2"), ((IPEndPoint)listener.LocalEndpoint).Port);
        elsewhere.Start();
        var (client, accepted) = Accepted(attack == "another port" ? another : attack == "another address" ? elsewhere : listener);
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var fresh = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var file = File.OpenHandle("/dev/null");
        var fault = Serve(channel => _ = attack switch
        {
            "no descriptor" => Send(channel, []),
            "two descriptors" => Send(channel, [Number(accepted), Number(accepted)]),
            "two hundred descriptors" => Send(channel, [.. Enumerable.Repeat(Number(accepted), 200)]),
            "a short record" => Send(channel, [Number(accepted)], 7),
            "a long record" => Send(channel, [Number(accepted)], 9),
            "a file" => Send(channel, [(int)file.DangerousGetHandle()]),
            "a unix socket" => Send(channel, [Number(unix)]),
            "a datagram socket" => Send(channel, [Number(udp)]),
            "a listening socket" => Send(channel, [Number(listener.Server)]),
            "the client's end" => Send(channel, [Number(client)]),
            "a socket without a connection" => Send(channel, [Number(fresh)]),
            _ => Send(channel, [Number(accepted)]),
        }, listener, new Backend.Sshd("/bin/true", [], []));
        client.Dispose();
        accepted.Dispose();
        return fault;
    }

    private RecordFault? Serve(int socket, TcpListener? where = null) =>
        Serve(channel => Send(channel, [socket]), where ?? listener, new Backend.Sshd("/bin/true", [], []));

    /// <summary>Gives the root half's thread a channel on which the attacker has spoken and gone.</summary>
    private static RecordFault? Serve(Action<int> speak, TcpListener where, Backend.Sshd? sshd)
    {
        var (ours, theirs) = Channel.Open();
        using var guard = new SshdGuard("/bin/true", [], TimeProvider.System, NullLogger.Instance);
        var launcher = new SshdLauncher(sshd, guard, [SocketInspection.Listener(Number(where.Server))!.Value]);
        speak(theirs);
        Descriptors.Close(theirs);
        var fault = launcher.Serve(ours);
        Descriptors.Close(ours);
        return fault;
    }

    private (Socket Client, Socket Accepted) Accepted(TcpListener where, string? address = null)
    {
        var target = (IPEndPoint)where.LocalEndpoint;
        var to = new IPEndPoint(address is null ? target.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : target.Address : IPAddress.Parse(address), target.Port);
        var client = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(to);
        var accepted = where.AcceptSocket();
        made.AddRange([client, accepted]);
        return (client, accepted);
    }

    private static int Number(Socket socket) => (int)socket.Handle;

    private static int Open() => Directory.GetFiles("/proc/self/fd").Length;

    /// <summary>As an attacker would: any number of descriptors, any length.</summary>
    private static unsafe bool Send(int channel, int[] descriptors, int length = 8)
    {
        var record = stackalloc byte[16];
        var control = stackalloc byte[16 + (4 * 256)];
        var vector = stackalloc nint[2] { (nint)record, length };
        *(nint*)control = 16 + (4 * descriptors.Length);
        *(int*)(control + 8) = 1;
        *(int*)(control + 12) = 1;
        descriptors.CopyTo(new Span<int>(control + 16, 256));
        var header = stackalloc nint[7] { 0, 0, (nint)vector, 1, descriptors.Length == 0 ? 0 : (nint)control, descriptors.Length == 0 ? 0 : 16 + (4 * descriptors.Length), 0 };
        return Errno.Check((int)SendMessage(channel, header, 0), "sendmsg") == length;
    }

    private const int NewNetwork = 0x40000000;

    /// <summary>The loopback interface of the calling thread's network.</summary>
    private static unsafe void Up()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var request = stackalloc byte[40];
        "lo"u8.CopyTo(new Span<byte>(request, 16));
        *(short*)(request + 16) = 1; // IFF_UP
        Errno.Check(Control(Number(socket), 0x8914, request), "SIOCSIFFLAGS");
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Control(int descriptor, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static unsafe partial nint SendMessage(int socket, nint* message, int flags);
}
