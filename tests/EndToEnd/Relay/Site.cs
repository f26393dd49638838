using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using EndToEnd.Machine;

namespace EndToEnd.Relay;

/// <summary>
/// Three machines in network namespaces: a client on the Internet, the edge with its gate, the login server behind it.
/// <code>
/// client 203.0.113.7  ──  203.0.113.1 edge 10.99.0.1  ──  10.99.0.2 login (sshd on loopback, port 2222)
///        2001:db8:c::7     2001:db8:c::1
/// </code>
/// </summary>
[Needs("socat")]
public sealed class Site : IAsyncLifetime
{
    private const string Ip = "/usr/sbin/ip";

    private readonly string mark = RandomNumberGenerator.GetHexString(6, lowercase: true);
    private readonly List<Process> running = [];
    private readonly Dictionary<string, int> pids = [];
    private Account? account;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("sallyport-relay-").FullName;

    internal string Client => "spc" + mark;

    internal string Edge => "spe" + mark;

    internal string Login => "spl" + mark;

    internal string Key => Path.Combine(Folder, "key");

    internal Account Account => account!;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        account = await Account.MakeAsync();
        await Run.MustAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Key);
        await Run.MustAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(Folder, "host"));
        File.Copy(Key + ".pub", Path.Combine(Folder, "authorized"));
        foreach (var machine in new[] { Client, Edge, Login })
        {
            await Run.MustAsync(Ip, "netns", "add", machine);
            await In(machine, Ip, "link", "set", "lo", "up");
        }

        await Wire(Client, "203.0.113.7/24", "2001:db8:c::7/64", Edge, "203.0.113.1/24", "2001:db8:c::1/64", "a");
        await Wire(Edge, "10.99.0.1/24", "fd99::1/64", Login, "10.99.0.2/24", "fd99::2/64", "b");
        await In(Client, Ip, "addr", "add", "203.0.113.66/24", "dev", "spa0" + mark);
        await In(Edge, Ip, "addr", "add", "10.99.0.77/24", "dev", "spb0" + mark);
    }

    /// <summary>The two routing rules of each family on the login server, as docs/operators/relay.md has them.</summary>
    internal async Task AddRoutingRules()
    {
        foreach (var command in Sallyport.Gate.Relay.TransparentRouting.Commands(mark: 0))
        {
            var words = command.Split(' ');
            await In(Login, "/usr/sbin/" + words[0], words[1..]);
        }
    }

    /// <summary>The login server's sshd: on loopback by itself, and the same file for <c>sshd -i</c>.</summary>
    internal string SshdConfig()
    {
        var file = Path.Combine(Folder, "sshd_config");
        File.WriteAllText(file, $"""
            HostKey {Folder}/host
            ListenAddress 127.0.0.1:2222
            ListenAddress [::1]:2222
            AuthorizedKeysFile {Folder}/authorized
            StrictModes no
            PidFile none
            UsePAM no
            AuthenticationMethods publickey
            Subsystem sftp internal-sftp

            """);
        return file;
    }

    internal async Task StartSshd() => await Start(Login, "sshd", "Server listening on ::1", "/usr/sbin/sshd", "-D", "-e", "-f", SshdConfig());

    /// <summary>A gate on a machine; returns its log.</summary>
    internal Task<string> StartGate(string machine, string settings)
    {
        var file = Path.Combine(Folder, machine + ".conf");
        File.WriteAllText(file, settings);
        return Start(machine, "gate", "gate: started", SallyportCommand.Path, "gate", "--config", file);
    }

    internal string Pid(string name, string machine) => pids[name + " on " + machine].ToString(CultureInfo.InvariantCulture);

    internal Task<Run> Ssh(string address, string command, string input = "", params string[] options) => Run.OfAsync(
        Ip,
        [
            "netns", "exec", Client, "/usr/bin/ssh", "-F", "/dev/null", "-i", Key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", .. options, $"{Account.Name}@{address}", command,
        ],
        new Dictionary<string, string>(), input);

    /// <summary>Sends these bytes from an address of a machine to the login server's gate; returns what comes back.</summary>
    internal static async Task<string> Say(string machine, string from, string bytes)
    {
        var run = await Run.OfAsync(
            Ip, ["netns", "exec", machine, "/usr/bin/socat", "-t", "5", "-T", "5", "-", $"TCP4:10.99.0.2:22,bind={from}"], new Dictionary<string, string>(), bytes);
        return run.Output;
    }

    internal static Task<string> In(string machine, string program, params string[] arguments) =>
        Run.MustAsync(Ip, ["netns", "exec", machine, program, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running)
        {
            if (!process.HasExited) await Run.OfAsync("/usr/bin/kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }

        foreach (var machine in new[] { Client, Edge, Login }) await Run.OfAsync(Ip, "netns", "del", machine);
        if (account is not null) await account.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task Wire(string one, string oneV4, string oneV6, string other, string otherV4, string otherV6, string name)
    {
        var (near, far) = ($"sp{name}0{mark}", $"sp{name}1{mark}");
        await Run.MustAsync(Ip, "link", "add", near, "netns", one, "type", "veth", "peer", "name", far, "netns", other);
        foreach (var (machine, device, v4, v6) in new[] { (one, near, oneV4, oneV6), (other, far, otherV4, otherV6) })
        {
            await In(machine, Ip, "addr", "add", v4, "dev", device);
            await In(machine, Ip, "-6", "addr", "add", v6, "dev", device, "nodad");
            await In(machine, Ip, "link", "set", device, "up");
        }
    }

    private async Task<string> Start(string machine, string name, string sign, string program, params string[] arguments)
    {
        var log = Path.Combine(Folder, $"{machine}-{name}.log");
        var words = string.Join(' ', arguments.Prepend(program).Select(word => $"'{word}'"));
        var process = Process.Start(new ProcessStartInfo(Ip, ["netns", "exec", machine, "/bin/sh", "-c", $"exec {words} 2>> '{log}'"]) { UseShellExecute = false })!;
        running.Add(process);
        pids[name + " on " + machine] = process.Id;
        for (var i = 0; i < 2400 && !process.HasExited; i++)
        {
            if (File.Exists(log) && (await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)).Contains(sign, StringComparison.Ordinal)) return log;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"{name} on {machine} did not start: " + (File.Exists(log) ? await File.ReadAllTextAsync(log) : "no log"));
    }
}
