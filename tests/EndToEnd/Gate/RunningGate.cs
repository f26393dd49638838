using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EndToEnd.Machine;

namespace EndToEnd.Gate;

/// <summary>A real gate (both processes) in front of a throw-away sshd with a key of its own, on loopback.</summary>
internal sealed class RunningGate : IAsyncDisposable
{
    private const string Sshd = """
        HostKey {0}/host
        AuthorizedKeysFile {0}/id.pub
        StrictModes no
        UsePAM no
        PermitRootLogin yes
        LogLevel VERBOSE
        PidFile none
        LoginGraceTime 20
        """;

    private readonly Process process;
    private readonly ConcurrentQueue<string> log;

    private RunningGate(string folder, int port, Process process, ConcurrentQueue<string> log) =>
        (Folder, Port, this.process, this.log) = (folder, port, process, log);

    public string Folder { get; }

    public int Port { get; }

    /// <summary>The root process: the launcher.</summary>
    public int Pid => process.Id;

    public string ConfigurationFile => Folder + "/gate.conf";

    /// <summary>What both processes and sshd have printed until now.</summary>
    public string Log => string.Join('\n', log);

    /// <param name="gate">Lines of [gate] beside the fixture's own.</param>
    /// <param name="sections">Further sections.</param>
    /// <param name="prefix">A program to start the gate with, such as prlimit.</param>
    public static async Task<RunningGate> StartAsync(string gate = "", string sections = "", params string[] prefix)
    {
        var running = await BeginAsync(FreePort.ForTcp(), gate, sections, prefix);
        await running.UntilLogAsync("started listen=");
        return running;
    }

    /// <summary>Behind a program that listens for the gate and starts it with the first connection.</summary>
    public static async Task<RunningGate> StartAsync(int port, params string[] prefix)
    {
        var running = await BeginAsync(port, "", "", prefix);
        await running.UntilLogAsync("Listening on");
        return running;
    }

    private static async Task<RunningGate> BeginAsync(int port, string gate, string sections, string[] prefix)
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-gate-").FullName;
        await Run.MustAsync("/bin/sh", "-c", $"chmod 755 {folder} && mkdir -p /run/sshd {folder}/run && ssh-keygen -q -t ed25519 -N '' -f {folder}/host && ssh-keygen -q -t ed25519 -N '' -f {folder}/id");
        if (Environment.IsPrivilegedProcess)
            await Run.MustAsync("chown", "nobody", folder + "/run");
        await File.WriteAllTextAsync(folder + "/sshd_config", Sshd.Replace("{0}", folder, StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder + "/gate.conf", $"""
            [gate]
            {(prefix is ["systemd-socket-activate", ..] ? "" : $"listen = 127.0.0.1:{port}")}
            user = nobody
            control = {folder}/run/control.sock
            state = {folder}/run/state
            {(gate.Contains("sshd-arguments", StringComparison.Ordinal) ? "" : $"sshd-arguments = -i -e -f {folder}/sshd_config")}
            {gate}
            {sections}
            """);
        string[] command = [.. prefix, SallyportCommand.Path, "gate", "--config", folder + "/gate.conf"];
        var started = new Process { StartInfo = Piped(command) };
        var lines = new ConcurrentQueue<string>();
        started.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        started.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        started.Start();
        started.BeginErrorReadLine();
        started.BeginOutputReadLine();
        return new RunningGate(folder, port, started, lines);
    }

    /// <summary>A login by key. Options come before the fixture's own: the first of two wins.</summary>
    public Task<Run> SshAsync(IReadOnlyList<string> options, params IReadOnlyList<string> command) => Run.OfAsync("ssh", [.. options, .. SshOptions, "root@127.0.0.1", .. command]);

    public Process StartSsh(string command) => Process.Start(Piped(["ssh", .. SshOptions, "root@127.0.0.1", command]))!;

    public Task<Run> GateCommandAsync(params IReadOnlyList<string> arguments) => SallyportCommand.RunAsync(["gate", .. arguments, "--config", ConfigurationFile]);

    public static Task<string> SignalAsync(string signal, int pid) => Run.MustAsync("kill", "-" + signal, pid.ToString(CultureInfo.InvariantCulture));

    public async Task<int> ListenerPidAsync() => int.Parse((await File.ReadAllTextAsync($"/proc/{Pid}/task/{Pid}/children")).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Waits until the log says so so many times.</summary>
    public async Task UntilLogAsync(string text, int times = 1)
    {
        for (var i = 0; i < 2400; i++)
        {
            if (log.Count(line => line.Contains(text, StringComparison.Ordinal)) >= times)
                return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"no \"{text}\" in the log within two minutes:\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static ProcessStartInfo Piped(string[] command) => new(command[0], command[1..])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private string[] SshOptions =>
    [
        "-F", "none", "-p", Port.ToString(CultureInfo.InvariantCulture), "-i", Folder + "/id", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes",
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
    ];
}
