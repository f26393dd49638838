using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sallyport.Bench.Gate;

/// <summary>A throw-away folder with a host key, a user's key, and one sshd configuration that all doors share.</summary>
internal sealed class Site : IDisposable
{
    public Site()
    {
        Folder = Directory.CreateTempSubdirectory("gate-bench-").FullName;
        Shell($"chmod 755 {Folder} && mkdir -p /run/sshd {Folder}/run && chown nobody {Folder}/run && ssh-keygen -q -t ed25519 -N '' -f {Folder}/host && ssh-keygen -q -t ed25519 -N '' -f {Folder}/id");
        File.WriteAllText(Folder + "/sshd_config", $"HostKey {Folder}/host\nAuthorizedKeysFile {Folder}/id.pub\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPidFile none\nSubsystem sftp internal-sftp\n");
    }

    public string Folder { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static void Shell(string command)
    {
        using var shell = Process.Start("/bin/sh", ["-c", command])!;
        shell.WaitForExit();
        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"failed: {command}");
    }

    /// <summary>
    /// One login that runs no shell (what somebody's .bashrc does is not the door's time): sftp's server at its end of input. The time it took. <paramref name="prefix"/> may lead into a network namespace.
    /// </summary>
    public TimeSpan Login(Door door, params string[] prefix)
    {
        var started = Stopwatch.GetTimestamp();
        using var ssh = Ssh(door, "sftp", [.. prefix, "ssh", "-s"]);
        ssh.StandardInput.Close();
        ssh.WaitForExit();
        return ssh.ExitCode == 0 ? Stopwatch.GetElapsedTime(started) : throw new InvalidOperationException($"a login through {door.Name} failed");
    }

    public Process Ssh(Door door, string command, params string[] prefix)
    {
        string[] line =
        [
            .. prefix, "-F", "none", "-p", door.Port.ToString(CultureInfo.InvariantCulture), "-i", Folder + "/id", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "root@" + door.Address, command,
        ];
        return Process.Start(new ProcessStartInfo(line[0], line[1..]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
