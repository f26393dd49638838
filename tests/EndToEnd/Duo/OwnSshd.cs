using System.Diagnostics;
using System.Security.Cryptography;
using EndToEnd.Machine;

namespace EndToEnd.Duo;

/// <summary>
/// A real sshd on a free loopback port, in a mount namespace of its own: its accounts, PAM services and Duo configuration lie over /etc there and
/// nowhere else, so that nothing is left behind however the test ends. The whole of /etc is a copy: a mount over a single file would fall off when
/// another test's useradd replaces that file.
/// </summary>
internal sealed class OwnSshd : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Process process;
    private readonly Task<string> log;

    private OwnSshd(Process process, string folder, int port, string user, string password)
    {
        (this.process, Folder, Port, User, Password) = (process, folder, port, user, password);
        log = process.StandardError.ReadToEndAsync();
    }

    public string Folder { get; }

    public int Port { get; }

    public string User { get; }

    public string Password { get; }

    /// <param name="name">The PAM service: what the server is started as, and before OpenSSH 9.8 that alone names it.</param>
    /// <param name="settings">Lines of sshd_config besides the common ones.</param>
    /// <param name="pam">The lines of the PAM service; <c>{folder}</c> stands for a folder for the test's files.</param>
    /// <param name="loginDuoFile">What lies in login_duo.conf's place, instead.</param>
    /// <param name="duoConfiguration">What pam_duo.conf (in the folder) and login_duo.conf say.</param>
    public static async Task<OwnSshd> StartAsync(string name, string settings, string pam, string duoConfiguration, string? loginDuoFile = null)
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-sshd-").FullName;
        var user = "sp" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var password = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var uid = RandomNumberGenerator.GetInt32(61_200, 64_000);
        var port = FreePort.ForTcp();
        string In(string file) => Path.Combine(folder, file);

        foreach (var keyFile in (string[])["host_key", "user_key"])
            await Run.MustAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", In(keyFile));
        var hash = (await Run.MustAsync("openssl", "passwd", "-6", password)).Trim();
        await File.WriteAllTextAsync(In("passwd"), await File.ReadAllTextAsync("/etc/passwd") + $"{user}:x:{uid}:{uid}::{folder}/home:/bin/bash\n");
        await File.WriteAllTextAsync(In("group"), await File.ReadAllTextAsync("/etc/group") + $"{user}:x:{uid}:\n");
        await WriteAsync(In("shadow"), await File.ReadAllTextAsync("/etc/shadow") + $"{user}:{hash}:20000:0:99999:7:::\n", OwnerOnly);
        await WriteAsync(In("pam_duo.conf"), duoConfiguration, OwnerOnly);
        await WriteAsync(In("login_duo.conf"), duoConfiguration + "accept_env_factor = yes\n", OwnerOnly);
        await WriteAsync(In("authorized_keys"), await File.ReadAllTextAsync(In("user_key.pub")), (UnixFileMode)0b110_100_100);
        await File.WriteAllTextAsync(In("known_hosts"), $"[localhost]:{port} {await File.ReadAllTextAsync(In("host_key.pub"))}");
        await File.WriteAllTextAsync(In("sshd_config"), $"""
            Port {port}
            ListenAddress 127.0.0.1
            ListenAddress ::1
            HostKey {folder}/host_key
            PidFile none
            StrictModes no
            AuthorizedKeysFile {folder}/authorized_keys
            PermitRootLogin no
            PerSourceMaxStartups none
            UseDNS no
            Subsystem sftp /usr/lib/openssh/sftp-server
            {settings}

            """);
        await File.WriteAllTextAsync(In("start"), $"""
            set -e
            mkdir {folder}/home {folder}/etc
            cp -a /etc/. {folder}/etc/ 2> /dev/null || true
            for file in passwd group shadow; do cat {folder}/$file > {folder}/etc/$file; done
            cat > {folder}/etc/pam.d/{name} <<'PAM'
            {pam.Replace("{folder}", folder, StringComparison.Ordinal)}
            PAM
            chmod 755 {folder}
            chown {uid}:{uid} {folder}/home
            chown sshd {folder}/login_duo.conf
            ln -s /usr/sbin/sshd {folder}/{name}
            mkdir -p /run/sshd
            mount --bind {folder}/etc /etc
            service=
            ! /usr/sbin/sshd -t -f {folder}/sshd_config -o PAMServiceName={name} 2> /dev/null || service="-o PAMServiceName={name}"
            mount --bind {loginDuoFile ?? In("login_duo.conf")} /etc/security/login_duo.conf
            exec {folder}/{name} -D -e -f {folder}/sshd_config $service
            """);

        var started = Run.Start("unshare", ["--mount", "sh", In("start")], new Dictionary<string, string>(StringComparer.Ordinal));
        var server = new OwnSshd(started, folder, port, user, password);
        try
        {
            await FreePort.WaitAsync(port, started);
            return server;
        }
        catch (InvalidOperationException fault)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"sshd did not start:\n{await server.log}", fault);
        }
    }

    /// <summary>Arguments that let ssh, scp and sftp log in here with the test's key.</summary>
    public string[] Options(params string[] more) =>
    [
        "-F", "none", "-i", $"{Folder}/user_key", "-o", "IdentitiesOnly=yes", "-o", $"UserKnownHostsFile={Folder}/known_hosts",
        "-o", "StrictHostKeyChecking=yes", "-o", $"User={User}", "-o", $"Port={Port}", "-o", "AddressFamily=inet", "-o", "LogLevel=INFO", .. more,
    ];

    /// <summary>What copies a file to "target" here, with DUO_PASSCODE: scp -O, scp -s, sftp or rsync.</summary>
    public (string Program, string[] Arguments) Copy(string tool, string source)
    {
        var options = Options("-o", "SendEnv=DUO_PASSCODE");
        if (tool == "rsync")
            return ("rsync", ["-e", string.Join(' ', (string[])["ssh", .. options]), source, "localhost:target"]);
        if (tool != "sftp")
            return ("scp", [.. options, tool.Split(' ')[1], source, "localhost:target"]);
        var batch = Path.Combine(Folder, "batch");
        File.WriteAllText(batch, $"put {source} target\n");
        return ("sftp", [.. options, "-b", batch, "localhost"]);
    }

    /// <summary>Logs in by ssh's askpass, which answers each prompt by the first pattern of a shell <c>case</c> that it matches.</summary>
    public async Task<(Run Ssh, string[] Prompts)> AskedAsync(IEnumerable<(string Pattern, string Answer)> answers, params string[] arguments)
    {
        var askpass = Path.Combine(Folder, $"askpass-{RandomNumberGenerator.GetHexString(8)}");
        var cases = string.Concat(answers.Select(a => $"{a.Pattern}) echo '{a.Answer}';;\n"));
        await WriteAsync(askpass, $"#!/bin/sh\nprintf '%s\\n' \"$1\" >> {askpass}.log\ncase \"$1\" in\n{cases}esac\n", OwnerOnly | UnixFileMode.UserExecute);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SSH_ASKPASS"] = askpass, ["SSH_ASKPASS_REQUIRE"] = "force" };
        var ssh = await Run.OfAsync("ssh", Options(["-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1", .. arguments]), environment, "");
        return (ssh, File.Exists($"{askpass}.log") ? await File.ReadAllLinesAsync($"{askpass}.log") : []);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await log;
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task WriteAsync(string path, string text, UnixFileMode mode)
    {
        await File.WriteAllTextAsync(path, text);
        File.SetUnixFileMode(path, mode);
    }
}
