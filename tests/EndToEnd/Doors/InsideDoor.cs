using System.Diagnostics;
using EndToEnd.Machine;

namespace EndToEnd.Doors;

/// <summary>The machine's ordinary sshd: Debian's PAM service <c>sshd</c>, a password or a public key, no second factor.</summary>
internal sealed class InsideDoor : IAsyncDisposable
{
    private readonly string folder;
    private readonly Process sshd;

    private InsideDoor(string folder, int port, Process sshd) => (this.folder, Port, this.sshd) = (folder, port, sshd);

    public int Port { get; }

    public static async Task<InsideDoor> OpenAsync()
    {
        var own = Directory.CreateTempSubdirectory("sallyport-inside-").FullName;
        var port = FreePort.ForTcp();
        Directory.CreateDirectory("/run/sshd");
        await Run.MustAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(own, "host_key"));
        var config = Path.Combine(own, "config");
        await File.WriteAllTextAsync(config, $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {own}/host_key
            PidFile none
            UsePAM yes
            KbdInteractiveAuthentication yes
            PasswordAuthentication no
            Subsystem sftp /usr/lib/openssh/sftp-server

            """);
        var started = Process.Start("/usr/sbin/sshd", ["-D", "-f", config, "-E", Path.Combine(own, "log")]);
        await FreePort.WaitAsync(port, started);
        return new InsideDoor(own, port, started);
    }

    public ValueTask DisposeAsync()
    {
        if (!sshd.HasExited)
            sshd.Kill();
        sshd.WaitForExit();
        sshd.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
