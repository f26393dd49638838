using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sallyport.Bench.Gate;

/// <summary>Connections that are refused: how many in a second, and what 10,000 of them cost the door.</summary>
internal static class Refusals
{
    private const int Clients = 2;

    public static void Run(TimeSpan time, int rounds)
    {
        using var site = new Site();
        using var byRate = Door.Gate(site, "127.0.0.1", "[strangers]\nrate = 1 per 1h burst 1\n[actions]\nsource-rate = close\n[log]\nrefusals-per-second = 1");
        using var haproxy = Door.HAProxy(site, "127.0.0.1");
        using var xinetd = Door.Xinetd(site, "127.0.0.1", "only_from = 192.0.2.1\n    cps = 1000000 1");
        using var sshd = Door.Sshd(site, "127.0.0.1", "-o", "MaxStartups=1:100:1", "-o", "LoginGraceTime=600");
        using var held = new TcpClient("127.0.0.1", sshd.Port); // takes sshd's one place
        using var bare = Door.BareLoop(site);
        Door[] doors = bare is null ? [byRate, haproxy, xinetd, sshd] : [byRate, haproxy, bare, xinetd, sshd];
        foreach (var atATime in (ReadOnlySpan<int>)[1, 32])
            Run(doors, haproxy, atATime, time, rounds);
    }

    private static void Run(Door[] doors, Door haproxy, int atATime, TimeSpan time, int rounds)
    {
        Console.WriteLine($"{Clients} clients, each with {atATime} connection(s) at a time");
        foreach (var door in doors)
            Refuse(door, TimeSpan.FromSeconds(1), atATime);
        var cost = doors.ToDictionary(door => door, _ => new List<double>());
        var rate = Table.Of(doors, rounds, door =>
        {
            var before = door.CpuSeconds;
            var (count, seconds) = Refuse(door, time, atATime);
            cost[door].Add((door.CpuSeconds - before) * 10_000 / count);
            return count / seconds;
        });
        Table.Print("refusals per second", rate, against: haproxy.Name);
        Table.Print("server CPU seconds per 10,000 refusals", cost, against: haproxy.Name);
    }

    /// <summary>Connects and waits for the end, over and over; several at a time, as a botnet does.</summary>
    private static (long Count, double Seconds) Refuse(Door door, TimeSpan time, int atATime)
    {
        var counts = new long[Clients];
        var started = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Clients).Select(client => new Thread(() =>
        {
            var target = new IPEndPoint(IPAddress.Loopback, door.Port);
            var buffer = new byte[256];
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var sockets = Enumerable.Range(0, atATime).Select(_ => Connect(target)).ToList();
                foreach (var socket in sockets)
                {
                    AwaitEnd(socket, buffer);
                    counts[client]++;
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (counts.Sum(), Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static Socket Connect(IPEndPoint target)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, 0), ReceiveTimeout = 2000 };
        try
        {
            socket.Connect(target);
        }
        catch (SocketException)
        {
            // a reset is a refusal too
        }

        return socket;
    }

    private static void AwaitEnd(Socket socket, byte[] buffer)
    {
        using (socket)
        {
            try
            {
                while (socket.Receive(buffer) > 0)
                {
                    // xinetd and sshd may say something first
                }
            }
            catch (SocketException)
            {
                // a reset is a refusal too
            }
        }
    }
}
