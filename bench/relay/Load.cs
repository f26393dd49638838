using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sallyport.Bench.Relay;

/// <summary>The clients. Each measures one relay for a while and says what it did and what it cost the relay.</summary>
internal static unsafe class Load
{
    /// <summary>Gigabytes (10^9) per second over this many streams, and the relay's processor seconds per gigabyte.</summary>
    public static (double Rate, double Cost) Throughput(Peer peer, int streams, TimeSpan time)
    {
        var sent = new long[streams];
        using var go = new ManualResetEventSlim();
        var end = long.MaxValue;
        var threads = Enumerable.Range(0, streams).Select(i => new Thread(() =>
        {
            using var socket = Connect(peer.Port);
            var bytes = new byte[256 * 1024];
            go.Wait();
            fixed (byte* p = bytes)
            {
                while (Stopwatch.GetTimestamp() < Volatile.Read(ref end))
                    sent[i] += (long)Native.Send((int)socket.Handle, p, bytes.Length);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        var cpu = peer.CpuSeconds;
        var start = Stopwatch.GetTimestamp();
        Volatile.Write(ref end, start + (long)(time.TotalSeconds * Stopwatch.Frequency));
        go.Set();
        threads.ForEach(t => t.Join());
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (sent.Sum() / seconds / 1e9, (peer.CpuSeconds - cpu) / (sent.Sum() / 1e9));
    }

    /// <summary>Connections per second, greeting read, by four clients at once; and the relay's processor seconds per 10,000.</summary>
    public static (double Rate, double Cost) Connections(Peer peer, TimeSpan time)
    {
        var done = 0;
        var cpu = peer.CpuSeconds;
        var start = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                using var socket = Connect(peer.Port);
                if (Native.Discard((int)socket.Handle, 1024) > 0)
                    Interlocked.Increment(ref done);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return (done / Stopwatch.GetElapsedTime(start).TotalSeconds, (peer.CpuSeconds - cpu) / done * 10_000);
    }

    /// <summary>Bytes of the relay's memory for one connection that has exchanged a greeting and now says nothing.</summary>
    public static double IdleMemory(Peer peer, int count)
    {
        var sockets = Hold(peer, count); // the first round pays for what is allocated once
        sockets.ForEach(s => s.Dispose());
        var before = peer.Memory;
        sockets = Hold(peer, count);
        var bytes = (double)(peer.Memory - before) / count;
        sockets.ForEach(s => s.Dispose());
        return bytes;
    }

    private static List<Socket> Hold(Peer peer, int count) => [.. Enumerable.Range(0, count).Select(number =>
    {
        var socket = Connect(peer.Port);
        Native.Discard((int)socket.Handle, 1024);
        return socket;
    })];

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }
}
