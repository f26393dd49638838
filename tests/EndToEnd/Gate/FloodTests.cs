using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Gate;

[Collection(Laptop.Alone.Name)]
public sealed class FloodTests(ITestOutputHelper output)
{
    private const int Sources = 5000;
    private const int Connections = 20_000;

    [Fact]
    public async Task a_known_user_gets_in_every_second_of_a_flood_of_20000_connections_from_5000_sources()
    {
        await using var gate = await RunningGate.StartAsync(sections: "[strangers]\ncps = 10 1s\n[limits]\npending = 40\nreserved-known = 20\n[known]\nrate = none");
        var quiet = new List<TimeSpan>();
        for (var i = 0; i < 6; i++)
            quiet.Add(await LoginAsync(gate));
        await BecomeKnownAsync(gate);

        using var stop = new CancellationTokenSource();
        var flood = Task.Run(() => FloodAsync(gate.Port), stop.Token);
        var during = new List<TimeSpan>();
        while (!flood.IsCompleted)
        {
            var took = await LoginAsync(gate);
            during.Add(took);
            if (took < TimeSpan.FromSeconds(1))
                await Task.Delay(TimeSpan.FromSeconds(1) - took, TestContext.Current.CancellationToken);
        }

        await flood;
        var (before, median, slowest) = (Median(quiet), Median(during), during.Max());
        output.WriteLine($"quiet {before.TotalMilliseconds:0} ms; in the flood {during.Count} logins, median {median.TotalMilliseconds:0} ms, slowest {slowest.TotalMilliseconds:0} ms");
        var status = await gate.GateCommandAsync("status");
        output.WriteLine(status.Output);
        Assert.True(during.Count >= 3);
        Assert.Contains("1 known", status.Output, StringComparison.Ordinal); // nobody becomes known by hanging up at the right moment
        // The flooder takes one of the machine's processors; the slowest login is the scheduler's as well, hence its quarter of a second.
        Assert.True(median < before * 2, $"median {median} against {before}");
        Assert.True(slowest < (before * 2) + TimeSpan.FromMilliseconds(250), $"slowest {slowest} against {before}");
    }

    /// <summary>A session makes its network known when it lasts long enough to be seen, as a person's does.</summary>
    private static async Task BecomeKnownAsync(RunningGate gate)
    {
        using var session = gate.StartSsh("cat");
        await gate.UntilLogAsync("logged-in connection=");
        session.StandardInput.Close();
        await session.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<TimeSpan> LoginAsync(RunningGate gate)
    {
        var started = Stopwatch.GetTimestamp();
        var run = await gate.SshAsync([], "true");
        Assert.True(run.ExitCode == 0, run + gate.Log[Math.Max(0, gate.Log.Length - 3000)..]);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>A botnet of all sorts: some go at once, some speak SSH, some HTTP, some keep silent.</summary>
    private static async Task FloodAsync(int port)
    {
        var target = new IPEndPoint(IPAddress.Loopback, port);
        var held = new Queue<Socket>();
        for (var i = 0; i < Connections; i++)
        {
            var source = i % Sources;
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = true };
            try
            {
                socket.Bind(new IPEndPoint(new IPAddress([127, 10, (byte)(source / 250), (byte)(1 + (source % 250))]), 0));
                await socket.ConnectAsync(target);
                if (i % 4 == 1)
                    await socket.SendAsync("SSH-2.0-Go\r\n"u8.ToArray());
                else if (i % 4 == 2)
                    await socket.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            }
            catch (SocketException)
            {
                // refused: that is what the gate is for
            }

            held.Enqueue(socket);
            while (held.Count > (i % 4 == 3 ? 400 : 200))
                held.Dequeue().Dispose();
            if (i % 40 == 0)
                await Task.Delay(10);
        }

        while (held.TryDequeue(out var socket))
            socket.Dispose();
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
