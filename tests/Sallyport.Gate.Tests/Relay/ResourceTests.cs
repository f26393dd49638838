using System.Net.Sockets;
using Sallyport.Gate.Relay;

namespace Sallyport.Gate.Tests.Relay;

[Collection("descriptors are counted")]
public sealed class ResourceTests
{
    [Fact]
    public async Task An_idle_connection_holds_two_descriptors_and_no_pipe()
    {
        const int count = 1500;
        await using var bench = new RelayBench();
        await Exchange(await bench.Pair());
        var sockets = new List<Socket>(2 * count);
        var before = Open();
        var ends = new Task[count];
        for (var i = 0; i < count; i++)
        {
            var (client, server, end) = await bench.Pair();
            await Exchange((client, server, end));
            sockets.Add(client);
            sockets.Add(server);
            ends[i] = end;
        }

        await SocketWords.Until(() => bench.Engine.PipesLent == 0); // the last byte arrives before its pipe is given back
        Assert.InRange(Open() - before, 0, (4 * count) + 70); // two of the four are the test's own ends
        sockets.ForEach(s => s.Dispose());
        await Task.WhenAll(ends);
        await SocketWords.Until(() => Open() <= before + 70); // the pool's pipes stay
    }

    [Fact]
    public void A_connections_state_is_a_few_hundred_bytes()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var connection = new RelayConnection(Request, started: 0);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(connection);
        Assert.InRange(bytes, 100, 400);
    }

    [Fact]
    public async Task Random_ends_at_random_moments_leave_nothing_behind()
    {
        const int rounds = 400;
        var random = new Random(20110825);
        var before = Open();
        await using (var bench = new RelayBench(RelayOptions.Default with { Pipes = 2, PipeBytes = 65536, DrainTime = TimeSpan.FromMilliseconds(200) }))
        {
            var ends = new List<Task<RelayEnd>>();
            for (var i = 0; i < rounds; i++)
            {
                var (client, server, end) = await bench.Pair();
                ends.Add(end);
                Misbehave(random, client, server);
                Misbehave(random, server, client);
                if (random.Next(2) == 0) client.Dispose();
                else client.Reset();
                server.Dispose();
            }

            var reasons = await Task.WhenAll(ends);
            await SocketWords.Until(() => bench.Engine.Active == 0);
            await SocketWords.Until(() => bench.Engine.PipesLent == 0);
            Assert.Contains(reasons, e => e.Reason == RelayEndReason.Finished);
            Assert.Contains(reasons, e => e.Reason == RelayEndReason.ClientReset);
        }

        await SocketWords.Until(() => Open() <= before + 10);
    }

    private static RelayRequest Request { get; } = new(-1, [], default, Source: null, _ => { });

    private static void Misbehave(Random random, Socket one, Socket other)
    {
        one.Blocking = false;
        switch (random.Next(5))
        {
            case 0:
                TrySend(one, random.Next(1 << 20));
                break;
            case 1:
                TrySend(one, 1 << 22);
                one.Shutdown(SocketShutdown.Send);
                break;
            case 2:
                TrySend(one, random.Next(100));
                TrySend(other, random.Next(1 << 21));
                break;
            case 3:
                one.Shutdown(SocketShutdown.Both);
                break;
        }
    }

    private static void TrySend(Socket socket, int bytes) => _ = socket.Send(new byte[bytes], 0, bytes, SocketFlags.None, out _);

    private static async Task Exchange((Socket Client, Socket Server, Task End) pair)
    {
        await pair.Client.Say("SSH-2.0-a\r\n"u8.ToArray());
        await pair.Server.Read(11);
        await pair.Server.Say("SSH-2.0-b\r\n"u8.ToArray());
        await pair.Client.Read(11);
    }

    // What earlier tests have dropped without closing must not be counted.
    private static int Open()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Directory.GetFiles("/proc/self/fd").Length;
    }
}

[CollectionDefinition("descriptors are counted", DisableParallelization = true)]
public sealed class DescriptorsAreCounted;
