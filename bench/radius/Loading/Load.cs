using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RadiusBench.Loading;

/// <summary>
/// A closed loop on one thread and one socket, so that the generator leaves the cores to the server: as many conversations as
/// told are open at any time, told apart by the packet's identifier.
/// </summary>
internal static class Load
{
    /// <summary>A packet that is lost is sent again after this, as a client would; it counts as lost.</summary>
    private const int ResendAfterMilliseconds = 1000;

    /// <param name="most">Logins after which the trial ends before its time, as it does when the people have no codes left.</param>
    public static Measured Run(IPEndPoint server, People people, int atOnce, TimeSpan length, int most = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atOnce, 256);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveBufferSize = 4 * 1024 * 1024;
        socket.ReceiveTimeout = ResendAfterMilliseconds;
        socket.Connect(server);

        var all = Enumerable.Range(0, atOnce).Select(i => new Conversation((byte)i)).ToArray();
        var open = all.ToHashSet();
        var latencies = new List<double>(1_000_000);
        var (lost, begunCount, buffer, begun) = (0, 0, new byte[4096], Stopwatch.GetTimestamp());
        foreach (var conversation in all)
            BeginOrEnd(conversation);

        while (open.Count > 0)
        {
            if (Receive(socket, buffer) is not { } received)
            {
                lost++;
                foreach (var conversation in open)
                    socket.Send(conversation.Packet);
                continue;
            }

            var answered = all[buffer[1]];
            if (!answered.IsAnsweredBy(buffer.AsSpan(0, received)))
                continue;
            if (answered.Take(buffer.AsSpan(0, received)))
            {
                latencies.Add(Stopwatch.GetElapsedTime(answered.Started).TotalMilliseconds);
                BeginOrEnd(answered);
            }
            else
            {
                socket.Send(answered.Packet);
            }
        }

        return Measured.Of(atOnce, latencies, Stopwatch.GetElapsedTime(begun), lost);

        void BeginOrEnd(Conversation conversation)
        {
            var currentStep = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;
            if (begunCount == most || Stopwatch.GetElapsedTime(begun) >= length || people.Next(currentStep) is not { } next)
            {
                open.Remove(conversation);
                return;
            }

            begunCount++;
            conversation.Begin(next.Number, next.Step, Stopwatch.GetTimestamp());
            socket.Send(conversation.Packet);
        }
    }

    private static int? Receive(Socket socket, byte[] buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return null;
        }
    }
}

/// <summary>A trial's result. Latencies are those of whole conversations: two requests, two answers.</summary>
internal sealed record Measured(int AtOnce, int Logins, double PerSecond, double Median, double P99, double Worst, int Lost)
{
    public static Measured Of(int atOnce, List<double> latencies, TimeSpan took, int lost)
    {
        latencies.Sort();
        return new Measured(
            atOnce, latencies.Count, latencies.Count / took.TotalSeconds, At(latencies, 0.5), At(latencies, 0.99), At(latencies, 1), lost);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{AtOnce,3} at once: {PerSecond,8:F0} logins/s   median {Median,7:F3} ms   p99 {P99,7:F3} ms   worst {Worst,8:F3} ms   lost {Lost}");

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
