using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sallyport.Bench.Gate;

/// <summary>
/// Key exchanges started and dropped, as ssh-audit's DHEat test does: what they cost plain sshd, and what is left of it behind the gate's caps.
/// </summary>
internal static class Floods
{
    private const int Clients = 8;

    public static void Run(TimeSpan time)
    {
        using var site = new Site();
        using var sshd = Door.Sshd(site, "127.0.0.1");
        using var gate = Door.Gate(site, "127.0.0.1", "");
        foreach (var door in new[] { sshd, gate })
        {
            var before = door.CpuSeconds;
            var (begun, seconds) = Flood(door, time);
            Thread.Sleep(1000);
            Console.WriteLine($"key exchanges from {Clients} clients, {door.Name}: {begun / seconds:0} begun per second, server CPU {(door.CpuSeconds - before) / seconds:0.00} of one processor");
        }
    }

    private static (long Begun, double Seconds) Flood(Door door, TimeSpan time)
    {
        var begun = 0L;
        var started = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Clients).Select(client => new Thread(() =>
        {
            var buffer = new byte[4096];
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 2000 };
                try
                {
                    socket.Bind(new IPEndPoint(new IPAddress([127, 20, 1, (byte)(1 + client)]), 0));
                    socket.Connect(new IPEndPoint(IPAddress.Loopback, door.Port));
                    socket.Send("SSH-2.0-flood\r\n"u8);
                    if (socket.Receive(buffer) > 0 && buffer.AsSpan().StartsWith("SSH-"u8))
                        Interlocked.Increment(ref begun); // sshd has forked and written its key exchange: now it is dropped
                }
                catch (SocketException)
                {
                    // refused
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (begun, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
