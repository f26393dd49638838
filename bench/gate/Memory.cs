using System.Net;
using System.Net.Sockets;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Bench.Gate;

/// <summary>Both processes' memory idle and with 2,000 pending connections; the memory of sources by itself, before and after a million and ten.</summary>
internal static class Memory
{
    public static void Run()
    {
        using var site = new Site();
        using var gate = Door.Gate(
            site, "127.0.0.1",
            "peek-time = 30s\n[limits]\npending = 10000\nreserved-known = 10\n[strangers]\npending-per-source = 10000\npending-per-network = 10000\nrate = none\nper-hour = 0\ncps = none");
        Thread.Sleep(3000);
        var idle = gate.MemoryKiB;
        Console.WriteLine($"idle, both processes: {idle / 1024.0:0.0} MiB (proportional; a target of 60)");
        var held = new List<Socket>();
        for (var i = 0; i < 2000; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(new IPEndPoint(IPAddress.Loopback, gate.Port));
            held.Add(socket);
        }

        Thread.Sleep(2000);
        Console.WriteLine($"with {held.Count} pending connections: {(gate.MemoryKiB - idle) / 1024.0:0.0} MiB more (a target of 10)");
        held.ForEach(socket => socket.Dispose());
        Sources();
    }

    private static void Sources()
    {
        var before = Own();
        var control = new AdmissionControl(new AdmissionRules { Remember = 1_000_000 }, AccessLists.None);
        var now = Moment.Of(TimeProvider.System.GetUtcNow());
        foreach (var millions in new[] { 1, 10 })
        {
            for (var i = 0u; i < millions * 1_000_000u; i++)
            {
                var source = SourceAddress.FromIPv4(0x0b00_0000 + (i * 2_654_435_761u >> 4));
                var decision = control.Decide(source, now);
                if (decision.IsAdmitted)
                    control.Release(decision.Lease);
                control.Report(source, LoginOutcome.WrongCode, now);
                now += TimeSpan.FromMilliseconds(1);
            }

            Console.WriteLine($"after {millions} million sources, {control.Memory.Hosts.Count} remembered: {(Own() - before) / 1048576.0:0.0} MiB more (a target of 100)");
        }
    }

    private static long Own()
    {
        GC.Collect();
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }
}
