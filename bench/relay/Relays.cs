using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sallyport.Gate.Relay;

namespace Sallyport.Bench.Relay;

/// <summary>A process under test: where it listens and which process to charge.</summary>
internal sealed record Peer(string Name, int Port, Process Process) : IDisposable
{
    /// <summary>Processor time of the whole process so far, by the scheduler's own nanoseconds.</summary>
    public double CpuSeconds => Directory.GetDirectories($"/proc/{Process.Id}/task")
        .Sum(t => double.Parse(File.ReadAllText($"{t}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e9;

    /// <summary>Resident memory that is its own, in bytes.</summary>
    public long Memory => File.ReadLines($"/proc/{Process.Id}/smaps_rollup").Where(l => l.StartsWith("Private", StringComparison.Ordinal))
        .Sum(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) * 1024;

    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }
}

internal static class Relays
{
    /// <summary>Ours: an accept loop before the very engine of the gate.</summary>
    public static void Serve(Socket listener, int backend)
    {
        var engine = new RelayEngine(RelayOptions.Default, TimeProvider.System);
        IReadOnlyList<IPEndPoint> endpoints = [new IPEndPoint(IPAddress.Loopback, backend)];
        while (true)
        {
            var client = Native.Accept(listener);
            if (client >= 0)
                engine.Add(new RelayRequest(client, endpoints, default, Source: null, static _ => { }));
        }
    }

    public static Peer Ours(int backend) => Self("sallyport", "relay", backend.ToString(CultureInfo.InvariantCulture));

    /// <summary>One of our own roles in a process of its own; it says its port on its first line.</summary>
    public static Peer Self(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        return new Peer(name, int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture), process);
    }

    /// <summary>HAProxy in TCP mode with splicing in both directions asked for outright.</summary>
    public static Peer HAProxy(string name, int backend, int threads, string extra)
    {
        using var probe = Native.Listen(0);
        var port = probe.Port();
        probe.Dispose();
        var file = Path.Combine(Path.GetTempPath(), $"relay-bench-{Environment.ProcessId}-{port}.cfg");
        File.WriteAllText(file, $"""
            global
                nbthread {threads}
                maxconn 6000
                {extra}
            defaults
                mode tcp
                option splice-request
                option splice-response
                timeout connect 10s
                timeout client 1h
                timeout server 1h
            listen relay
                bind 127.0.0.1:{port} backlog 4096
                server backend 127.0.0.1:{backend}

            """);
        var start = new ProcessStartInfo("haproxy", ["-db", "-f", file]) { RedirectStandardError = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        for (var i = 0; i < 200; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                File.Delete(file);
                return new Peer(name, port, process);
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }

        throw new InvalidOperationException("haproxy did not start; see its configuration in " + file);
    }
}
