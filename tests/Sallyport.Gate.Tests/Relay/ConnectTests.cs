using System.Net;
using System.Net.Sockets;
using System.Text;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Relay;

namespace Sallyport.Gate.Tests.Relay;

public sealed class ConnectTests
{
    [Fact]
    public async Task A_client_reads_why_it_is_let_go_when_nothing_listens_behind()
    {
        await using var bench = new RelayBench();
        using var closed = ClosedPort();
        var (client, end) = await bench.Connect(endpoints: [(IPEndPoint)closed.LocalEndPoint!], beforeRelay: c => c.Send("SSH-2.0-x\r\n"u8));
        Assert.Contains("cannot be reached", Encoding.ASCII.GetString(await client.ReadToEnd()), StringComparison.Ordinal);
        Assert.Equal(RelayEndReason.BackendRefused, (await end).Reason);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_the_first_refuses()
    {
        await using var bench = new RelayBench();
        using var closed = ClosedPort();
        using var another = ClosedPort();
        var (client, end) = await bench.Connect(endpoints: [(IPEndPoint)closed.LocalEndPoint!, (IPEndPoint)another.LocalEndPoint!, bench.BackendEndpoint]);
        using var server = await bench.Accept();
        await client.Say("hello"u8.ToArray());
        Assert.Equal("hello", Encoding.ASCII.GetString(await server.Read(5)));
        client.Dispose();
        server.Dispose();
        Assert.Equal(RelayEndReason.Finished, (await end).Reason);
    }

    /// <summary>It was there, so the next address is not tried, and the client is told rather than cut off.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backend_that_takes_a_connection_and_ends_it_without_a_word_is_told_from_one_that_is_not_there(bool resets)
    {
        await using var bench = new RelayBench();
        using var another = RelayBench.Listen();
        var (client, end) = await bench.Connect(endpoints: [bench.BackendEndpoint, (IPEndPoint)another.LocalEndPoint!], beforeRelay: c => c.Send("SSH-2.0-x\r\n"u8));
        var server = await bench.Accept();
        if (resets)
        {
            server.Reset();
        }
        else
        {
            server.Shutdown(SocketShutdown.Send);
        }

        Assert.Contains("cannot be reached", Encoding.ASCII.GetString(await client.ReadToEnd()), StringComparison.Ordinal);
        Assert.Equal(RelayEndReason.BackendClosedEarly, (await end).Reason);
        Assert.False(another.Poll(0, SelectMode.SelectRead));
        server.Dispose();
    }

    [Fact]
    public async Task No_address_at_all_is_an_unreachable_backend()
    {
        await using var bench = new RelayBench();
        var (_, end) = await bench.Connect(endpoints: []);
        Assert.Equal(RelayEndReason.BackendUnreachable, (await end).Reason);
    }

    [Fact]
    public async Task A_backend_that_never_answers_is_given_up_after_the_connect_time()
    {
        var clock = new TestClock();
        await using var bench = new RelayBench(time: clock);
        using var deaf = RelayBench.Listen(backlog: 0);
        var filling = Fill(deaf);
        var (client, end) = await bench.Connect(endpoints: [(IPEndPoint)deaf.LocalEndPoint!]);
        while (bench.Engine.Active == 0) await Task.Yield();
        for (var i = 0; i < 2000 && !end.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            bench.Engine.WakeUp();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(RelayEndReason.BackendTimedOut, (await end).Reason);
        GC.KeepAlive(client); // a client that the collector took would end the relay first
        filling.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task A_client_that_resets_while_the_backend_is_silent_is_let_go_at_once()
    {
        await using var bench = new RelayBench();
        using var deaf = RelayBench.Listen(backlog: 0);
        var filling = Fill(deaf);
        var (client, end) = await bench.Connect(endpoints: [(IPEndPoint)deaf.LocalEndPoint!]);
        client.Reset();
        Assert.Equal(RelayEndReason.ClientReset, (await end).Reason);
        filling.ForEach(s => s.Dispose());
    }

    [Theory]
    [InlineData("login.example.org:22", "login.example.org", 22)]
    [InlineData("192.0.2.7:65535", "192.0.2.7", 65535)]
    [InlineData("[2001:db8::7]:2200", "2001:db8::7", 2200)]
    public void A_target_is_read(string text, string host, int port)
    {
        var target = RelayTarget.Parse(text);
        Assert.Equal(new RelayTarget(host, port), target);
        Assert.Equal(text, target!.ToString());
    }

    [Theory]
    [InlineData("login")]
    [InlineData(":22")]
    [InlineData("login:")]
    [InlineData("login:0")]
    [InlineData("login:65536")]
    [InlineData("login:+22")]
    [InlineData("2001:db8::7:22")]
    [InlineData("[login]:22")]
    [InlineData("[2001:db8::7:22")]
    [InlineData("a b:22")]
    public void What_is_not_a_target_is_not_guessed_at(string text) => Assert.Null(RelayTarget.Parse(text));


    /// <summary>A port that is taken, so that nobody else listens there meanwhile, and refuses.</summary>
    private static Socket ClosedPort()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    // A listener whose queue is full drops further SYNs: the nearest thing to a silent machine on loopback.
    private static List<Socket> Fill(Socket listener) => [.. Enumerable.Range(0, 4).Select(_ =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(listener.LocalEndPoint!);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
        }

        return socket;
    })];
}
