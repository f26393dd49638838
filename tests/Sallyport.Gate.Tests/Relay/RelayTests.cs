using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Gate.Relay;

namespace Sallyport.Gate.Tests.Relay;

public sealed class RelayTests
{
    [Theory]
    [InlineData(32, "pipes to spare")]
    [InlineData(0, "no pipe at all: the copying way")]
    public async Task Many_megabytes_pass_unchanged_in_both_directions_at_once(int pipes, string _)
    {
        await using var bench = new RelayBench(RelayOptions.Default with { Pipes = pipes });
        var (client, server, end) = await bench.Pair();
        var up = RandomNumberGenerator.GetBytes(24 << 20);
        var down = RandomNumberGenerator.GetBytes(17 << 20);
        var arrivedUp = server.ReadToEnd();
        var arrivedDown = client.ReadToEnd();
        await Task.WhenAll(SendAll(client, up), SendAll(server, down));
        Assert.Equal(SHA256.HashData(up), SHA256.HashData(await arrivedUp));
        Assert.Equal(SHA256.HashData(down), SHA256.HashData(await arrivedDown));
        var ended = await end;
        Assert.Equal((RelayEndReason.Finished, up.Length, down.Length), (ended.Reason, (int)ended.BytesToBackend, (int)ended.BytesToClient));
    }

    [Fact]
    public async Task The_client_may_end_its_stream_and_still_read_the_answer()
    {
        await using var bench = new RelayBench();
        var (client, server, end) = await bench.Pair();
        await client.Say("question"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("question", Encoding.ASCII.GetString(await server.ReadToEnd()));
        await server.Say("answer"u8.ToArray());
        Assert.Equal("answer", Encoding.ASCII.GetString(await client.Read(6)));
        server.Dispose();
        Assert.Empty(await client.ReadToEnd());
        Assert.Equal(RelayEndReason.Finished, (await end).Reason);
    }

    [Fact]
    public async Task The_backend_may_end_its_stream_and_still_read_the_rest()
    {
        await using var bench = new RelayBench();
        var (client, server, end) = await bench.Pair();
        await server.Say("last words"u8.ToArray());
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal("last words", Encoding.ASCII.GetString(await client.ReadToEnd()));
        await client.Say("heard"u8.ToArray());
        Assert.Equal("heard", Encoding.ASCII.GetString(await server.Read(5)));
        client.Dispose();
        Assert.Empty(await server.ReadToEnd());
        Assert.Equal(RelayEndReason.Finished, (await end).Reason);
    }

    [Fact]
    public async Task A_client_cannot_hold_a_connection_that_the_backend_has_ended()
    {
        var clock = new TestClock();
        await using var bench = new RelayBench(time: clock);
        var (client, server, end) = await bench.Pair();
        await Greet(client, server);
        server.Dispose();
        Assert.Empty(await client.ReadToEnd());
        for (var i = 0; i < 2000 && !end.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            bench.Engine.WakeUp();
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(RelayEndReason.Finished, (await end).Reason);
        Assert.True((await end).Lasted >= TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(0)]
    public async Task Many_tiny_pieces_arrive_whole_and_nothing_waits_for_the_next(int pipes)
    {
        await using var bench = new RelayBench(RelayOptions.Default with { Pipes = pipes });
        var (client, server, _) = await bench.Pair();
        var random = new Random(17);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(1, 600)];
            random.NextBytes(bytes);
            for (var at = 0; at < bytes.Length;)
            {
                var piece = Math.Min(random.Next(1, 9), bytes.Length - at);
                await client.Say(bytes.AsMemory(at, piece));
                at += piece;
            }

            Assert.Equal(bytes, await server.Read(bytes.Length));
        }
    }

    [Fact]
    public async Task A_reset_by_the_client_resets_the_backend()
    {
        await using var bench = new RelayBench();
        var (client, server, end) = await bench.Pair();
        client.Reset();
        Assert.True(await server.IsReset());
        Assert.Equal(RelayEndReason.ClientReset, (await end).Reason);
    }

    [Fact]
    public async Task A_reset_by_the_backend_resets_the_client()
    {
        await using var bench = new RelayBench();
        var (client, server, end) = await bench.Pair();
        await Greet(client, server);
        server.Reset();
        Assert.True(await client.IsReset());
        Assert.Equal(RelayEndReason.BackendReset, (await end).Reason);
    }

    [Fact]
    public async Task What_was_sent_before_a_reset_still_arrives()
    {
        await using var bench = new RelayBench();
        var (client, server, end) = await bench.Pair();
        await server.Say("go away"u8.ToArray());
        Assert.Equal("go away", Encoding.ASCII.GetString(await client.Read(7)));
        await client.Say(new byte[10]);
        await server.Read(10);
        server.Reset();
        Assert.Equal(RelayEndReason.BackendReset, (await end).Reason);
    }

    [Fact]
    public async Task The_backends_goodbye_reaches_a_client_that_never_stops_sending()
    {
        await using var bench = new RelayBench();
        var (client, server, end) = await bench.Pair();
        var sending = SendUntilRefused(client);
        await server.Read(1 << 20);
        await server.Say("too many authentication failures"u8.ToArray());
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal("too many authentication failures", Encoding.ASCII.GetString(await client.ReadToEnd()));
        server.Dispose();
        await sending;
        Assert.Equal(RelayEndReason.BackendReset, (await end).Reason);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(0)]
    public async Task A_reader_that_stops_stops_the_sender_and_loses_nothing(int pipes)
    {
        await using var bench = new RelayBench(RelayOptions.Default with { Pipes = pipes });
        var (client, server, _) = await bench.Pair();
        var data = RandomNumberGenerator.GetBytes(64 << 20);
        var sending = SendAll(client, data);
        var first = await server.Read(1000);
        await client.Stalled();
        Assert.False(sending.IsCompleted);
        var rest = await server.ReadToEnd();
        await sending;
        Assert.Equal(SHA256.HashData(data), SHA256.HashData([.. first, .. rest]));
    }

    [Fact]
    public async Task Stalled_connections_cannot_take_the_way_from_the_others()
    {
        await using var bench = new RelayBench(RelayOptions.Default with { Pipes = 1 });
        for (var i = 0; i < 3; i++)
        {
            var (stalled, _, _) = await bench.Pair();
            _ = SendUntilRefused(stalled);
            await stalled.Stalled();
        }

        var (client, server, _) = await bench.Pair();
        var data = RandomNumberGenerator.GetBytes(4 << 20);
        var sending = SendAll(client, data);
        Assert.Equal(data, await server.ReadToEnd());
        await sending;
    }

    [Fact]
    public async Task The_preamble_comes_first_and_is_not_counted()
    {
        await using var bench = new RelayBench();
        var (client, end) = await bench.Connect("HEADER"u8.ToArray(), beforeRelay: c => c.Send("SSH-2.0-early\r\n"u8));
        using var server = await bench.Accept();
        Assert.Equal("HEADERSSH-2.0-early\r\n", Encoding.ASCII.GetString(await server.Read(21)));
        client.Dispose();
        server.Dispose();
        Assert.Equal(15, (await end).BytesToBackend);
    }

    [Fact]
    public async Task Stopping_ends_every_connection_and_says_so()
    {
        await using var bench = new RelayBench();
        var pairs = new List<(Socket Client, Socket Server, Task<RelayEnd> End)>();
        for (var i = 0; i < 5; i++) pairs.Add(await bench.Pair());
        await bench.Engine.Stop();
        Assert.All(await Task.WhenAll(pairs.Select(pair => pair.End)), e => Assert.Equal(RelayEndReason.Stopped, e.Reason));
        // Sockets that nobody holds are closed by the collector, and that would be their end.
        GC.KeepAlive(pairs);
        Assert.Equal(RelayEndReason.Stopped, (await (await bench.Connect()).End).Reason);
    }

    private static async Task SendAll(Socket socket, byte[] data)
    {
        for (var sent = 0; sent < data.Length;) sent += await socket.Say(data.AsMemory(sent));
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task SendUntilRefused(Socket socket)
    {
        var data = new byte[65536];
        try
        {
            while (true) await socket.Say(data);
        }
        catch (SocketException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private static async Task Greet(Socket client, Socket server)
    {
        await server.Say("SSH-2.0-b\r\n"u8.ToArray());
        await client.Read(11);
    }
}
