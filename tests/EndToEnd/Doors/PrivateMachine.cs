using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Doors;

/// <summary>
/// A machine whose <c>/etc</c> is a copy, in a mount namespace of its own: an outside sshd is installed there and may be damaged in every way
/// without touching the real one.
/// </summary>
internal sealed class PrivateMachine : IAsyncDisposable
{
    private readonly Process holder;
    private Process? sshd;

    private PrivateMachine(Process holder, string folder) => (this.holder, Folder) = (holder, folder);

    public string Folder { get; }

    public string Name { get; } = "sskd" + RandomNumberGenerator.GetHexString(8, lowercase: true);

    public int Port { get; } = FreePort.ForTcp();

    public string Own => $"{Folder}/etc/sallyport/{Name}";

    public string SshdConfig => $"{Folder}/etc/ssh/{Name}_config";

    public static async Task<PrivateMachine> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-machine-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        await Run.MustAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "host_key"));
        var started = Run.Start(
            "/usr/bin/unshare",
            ["--mount", "sh", "-c", $"mkdir -p {folder}/copy /run/sshd && {{ cp -a /etc/. {folder}/copy/ 2> /dev/null; mount --bind {folder}/copy /etc; }} && echo ready && exec sleep infinity"],
            new Dictionary<string, string>(StringComparer.Ordinal));
        var machine = new PrivateMachine(started, folder);
        Assert.Equal("ready", await started.StandardOutput.ReadLineAsync());
        return machine;
    }

    /// <summary>Runs a program on this machine.</summary>
    public Task<Run> RunAsync(string program, params IReadOnlyList<string> arguments) =>
        Run.OfAsync("/usr/bin/nsenter", ["--mount", "--target", Pid, "--", program, .. arguments]);

    /// <summary>Runs a program on this machine, which reads the answers, one per line.</summary>
    public Task<Run> RunAsync(IReadOnlyList<string> command, IReadOnlyList<string> answers) => Run.OfAsync(
        "/usr/bin/nsenter", ["--mount", "--target", Pid, "--", .. command], new Dictionary<string, string>(StringComparer.Ordinal), string.Concat(answers.Select(answer => answer + "\n")));

    /// <summary>A script of the test's; it finds the door's files in variables.</summary>
    public async Task DamageAsync(string script)
    {
        var run = await RunAsync(
            "/usr/bin/env", $"pam=/etc/pam.d/{Name}", $"duo={Own}/pam_duo.conf", $"radius={Own}/pam_radius.conf", $"guard={Own}/factor-guard",
            "login=/etc/security/login_duo.conf", $"config={SshdConfig}", $"own={Own}", "sh", "-euc", script);
        Assert.True(run.ExitCode == 0, $"{script}: {run}");
    }

    /// <summary>Keeps the door's files as they are now, for <see cref="RestoreAsync"/>.</summary>
    public Task KeepAsync() => DamageAsync($"mkdir {Folder}/kept; cp -a $own {Folder}/kept/own; cp -a $pam {Folder}/kept/pam; cp -a $login {Folder}/kept/login; cp -a $config {Folder}/kept/config; cp -a /etc/pam.d/common-auth {Folder}/kept/common-auth");

    public Task RestoreAsync() => DamageAsync($"while umount /usr/sbin/login_duo 2> /dev/null; do :; done; rm -rf $own; cp -a {Folder}/kept/own $own; cp -a {Folder}/kept/pam $pam; cp -a {Folder}/kept/login $login; cp -a {Folder}/kept/config $config; cp -a {Folder}/kept/common-auth /etc/pam.d/common-auth");

    public Task<Run> InstallAsync(string order, TestAuthority authority, params string[] more) => RunAsync(
        SallyportCommand.Path,
        ["sshd", "install", "--order", order, "--name", Name, "--prefix", Folder, "--config", authority.ConfigFile, "--no-start", "--port",
            Port.ToString(CultureInfo.InvariantCulture), "--listen", "127.0.0.1", "--host-key", Path.Combine(Folder, "host_key"), .. more]);

    public Task<Run> CheckAsync(params string[] more) => RunAsync(SallyportCommand.Path, ["sshd", "check", "--name", Name, "--prefix", Folder, .. more]);

    public async Task StartAsync()
    {
        var link = $"{Folder}/usr/local/sbin/{Name}";
        sshd = Process.Start("/usr/bin/nsenter", ["--mount", "--target", Pid, "--", File.Exists(link) ? link : "/usr/sbin/sshd", "-D", "-f", SshdConfig, "-E", $"{Folder}/sshd.log"]);
        await FreePort.WaitAsync(Port, sshd);
    }

    public Task StopAsync() => EndAsync(sshd);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await EndAsync(holder);

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task EndAsync(Process? process)
    {
        if (process is null)
            return;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    private string Pid => holder.Id.ToString(CultureInfo.InvariantCulture);
}
