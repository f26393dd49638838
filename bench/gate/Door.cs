using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Sallyport.Bench.Gate;

/// <summary>One server under test, in a process of its own, and what it costs.</summary>
internal sealed class Door : IDisposable
{
    private readonly Process process;

    private Door(string name, string address, int port, string program, params string[] arguments)
    {
        (Name, Address, Port) = (name, address, port);
        process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        for (var i = 0; i < 100; i++)
        {
            try
            {
                using var client = new TcpClient(address, port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(50);
            }
        }

        throw new InvalidOperationException(name + " does not listen");
    }

    public string Name { get; }

    public string Address { get; }

    public int Port { get; }

    /// <summary>Processor seconds of the server, its children, and the children of both that have ended.</summary>
    public double CpuSeconds => Pids().Sum(Cpu);

    /// <summary>Proportional memory of all its processes, in KiB.</summary>
    public long MemoryKiB => Pids().Sum(pid => Field($"/proc/{pid}/smaps_rollup", "Pss:"));

    public static Door Gate(Site site, string address, string settings)
    {
        var port = Site.FreePort();
        var file = $"{site.Folder}/gate-{port}.conf";
        File.WriteAllText(file, $"[gate]\nlisten = {address}:{port}\nuser = nobody\nsshd-arguments = -i -f {site.Folder}/sshd_config\n{settings}\n");
        return new Door("gate", address, port, Path.Combine(AppContext.BaseDirectory, "sallyport"), "gate", "--config", file);
    }

    public static Door Sshd(Site site, string address, params string[] options)
    {
        var port = Site.FreePort();
        return new Door(
            "sshd -D", address, port, "/usr/sbin/sshd",
            ["-D", "-f", site.Folder + "/sshd_config", "-p", port.ToString(CultureInfo.InvariantCulture), "-o", "ListenAddress=" + address, .. options.Length > 0 ? options : ["-o", "MaxStartups=1000"]]);
    }

    public static Door Xinetd(Site site, string address, string settings)
    {
        var port = Site.FreePort();
        var file = $"{site.Folder}/xinetd-{port}.conf";
        File.WriteAllText(file, $$"""
            service sshx
            {
                type = UNLISTED
                port = {{port}}
                bind = {{address}}
                socket_type = stream
                protocol = tcp
                wait = no
                user = root
                server = /usr/sbin/sshd
                server_args = -i -f {{site.Folder}}/sshd_config
                instances = UNLIMITED
                {{settings}}
            }

            """);
        return new Door("xinetd", address, port, "/usr/sbin/xinetd", "-dontfork", "-f", file, "-pidfile", $"{site.Folder}/xinetd-{port}.pid");
    }

    public static Door HAProxy(Site site, string address)
    {
        var port = Site.FreePort();
        var file = $"{site.Folder}/haproxy-{port}.cfg";
        File.WriteAllText(file, $"""
            global
                nbthread 1
                maxconn 2000
            defaults
                mode tcp
                timeout connect 5s
                timeout client 1m
                timeout server 1m
            frontend door
                bind {address}:{port}
                stick-table type ip size 200k expire 1h store conn_rate(1h)
                tcp-request connection track-sc0 src
                tcp-request connection reject if {"{"} sc0_conn_rate gt 1 {"}"}
                default_backend nobody
            backend nobody
                server nobody 127.0.0.1:9

            """);
        return new Door("HAProxy stick table", address, port, "/usr/sbin/haproxy", "-db", "-f", file);
    }

    /// <summary>A bare loop in C that accepts and closes: what the kernel's part of a refusal costs. Null without a C compiler.</summary>
    public static Door? BareLoop(Site site)
    {
        try
        {
            Site.Shell($"cc -O2 -o {site.Folder}/bare {AppContext.BaseDirectory}/bare.c");
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        var port = Site.FreePort();
        return new Door("bare C loop, no look-up", "127.0.0.1", port, site.Folder + "/bare", port.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private List<int> Pids()
    {
        var pids = new List<int> { process.Id };
        for (var i = 0; i < pids.Count; i++)
        {
            try
            {
                pids.AddRange(File.ReadAllText($"/proc/{pids[i]}/task/{pids[i]}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
            }
            catch (IOException)
            {
                // it has just ended
            }
        }

        return pids;
    }

    private static double Cpu(int pid)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ');
            return fields[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / 100;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long Field(string file, string name) =>
        long.Parse(File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
