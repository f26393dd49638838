using System.Diagnostics;

namespace Sallyport.Bench.Gate;

/// <summary>Logins through the gate, xinetd and plain sshd by turns: one after the other, four at a time, and their cost.</summary>
internal static class Logins
{
    private const string Open = "[lists]\ntrusted = 127.0.0.0/8 10.0.0.0/8\n[known]\nrate = none\ncps = none";
    private const int InRow = 10, AtOnce = 4, Together = 24;

    public static void Run(int rounds)
    {
        using var site = new Site();
        using var gate = Door.Gate(site, "127.0.0.1", Open);
        using var sshd = Door.Sshd(site, "127.0.0.1");
        using var xinetd = Door.Xinetd(site, "127.0.0.1", "per_source = UNLIMITED\n    cps = 10000 1");
        Door[] doors = [gate, sshd, xinetd];
        foreach (var door in doors)
            for (var i = 0; i < 10; i++)
                site.Login(door);

        var row = Table.Of(doors, rounds, door => Enumerable.Range(0, InRow).Average(_ => site.Login(door).TotalMilliseconds));
        var rate = Table.Of(doors, rounds, door => PerSecond(site, door));
        var cost = Table.Of(doors, rounds, door =>
        {
            var before = door.CpuSeconds;
            for (var i = 0; i < InRow; i++)
                site.Login(door);
            Thread.Sleep(300); // the last sshd is reaped
            return (door.CpuSeconds - before) * 1000 / InRow;
        });
        Table.Print("login, ms", row, against: "sshd -D");
        Table.Print($"logins per second, {AtOnce} at a time", rate, against: "sshd -D");
        Table.Print("server CPU per login, ms", cost, against: "sshd -D");
        Table.Print("login, ms", row, against: "xinetd");
    }

    /// <summary>In a network namespace behind 20 ms of delay: login, typing, bulk transfer.</summary>
    public static void RunDelayed(int rounds)
    {
        var (name, host) = ($"gatebench{Environment.ProcessId}", $"gb{Environment.ProcessId}");
        Site.Shell($"ip netns add {name} && ip link add {host} type veth peer name eth0 netns {name} && ip addr add 10.231.77.1/24 dev {host} && ip link set {host} up "
            + $"&& ip -n {name} addr add 10.231.77.2/24 dev eth0 && ip -n {name} link set eth0 up && ip -n {name} link set lo up "
            + $"&& tc qdisc add dev {host} root netem delay 10ms limit 100000 && tc -n {name} qdisc add dev eth0 root netem delay 10ms limit 100000");
        try
        {
            using var site = new Site();
            using var gate = Door.Gate(site, "10.231.77.1", Open);
            using var sshd = Door.Sshd(site, "10.231.77.1");
            Door[] doors = [gate, sshd];
            string[] inside = ["ip", "netns", "exec", name];
            foreach (var door in doors)
                site.Login(door, inside);
            Table.Print("login behind 20 ms, ms", Table.Of(doors, rounds, door => site.Login(door, inside).TotalMilliseconds), against: "sshd -D");
            Table.Print("a key's echo behind 20 ms, ms", Table.Of(doors, rounds, door => Echo(site, door, inside)), against: "sshd -D");
            Table.Print("100 MB behind 20 ms, s", Table.Of(doors, rounds, door => Bulk(site, door, inside)), against: "sshd -D");
        }
        finally
        {
            Site.Shell($"ip netns del {name}");
        }
    }

    private static double PerSecond(Site site, Door door)
    {
        var started = Stopwatch.GetTimestamp();
        Parallel.For(0, Together, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, _ => site.Login(door));
        return Together / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Echo(Site site, Door door, string[] inside)
    {
        using var ssh = site.Ssh(door, "exec cat", [.. inside, "ssh"]);
        var (input, output) = (ssh.StandardInput.BaseStream, ssh.StandardOutput.BaseStream);
        var times = new List<double>();
        for (var i = 0; i < 60; i++)
        {
            Thread.Sleep(5 + (i * 7 % 60)); // people do not type in step with timers
            var started = Stopwatch.GetTimestamp();
            input.WriteByte((byte)'x');
            input.Flush();
            output.ReadByte();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        ssh.StandardInput.Close();
        ssh.WaitForExit();
        return times.Skip(10).Order().ElementAt(25);
    }

    private static double Bulk(Site site, Door door, string[] inside)
    {
        var started = Stopwatch.GetTimestamp();
        using var ssh = site.Ssh(door, "head -c 100000000 /dev/zero", [.. inside, "ssh"]);
        ssh.StandardOutput.BaseStream.CopyTo(Stream.Null, 1 << 20);
        ssh.WaitForExit();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
