using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using EndToEnd.Machine;

namespace EndToEnd.Doors;

/// <summary>An outside sshd, installed by our own installer below a folder of its own, and started.</summary>
internal sealed class OutsideDoor : IAsyncDisposable
{
    private readonly string folder;
    private Process? sshd;

    private OutsideDoor(string folder, string name, int port) => (this.folder, Name, Port) = (folder, name, port);

    public string Name { get; }

    public int Port { get; }

    public string LogFile => Path.Combine(folder, "sshd.log");

    public string ConfigFile => Path.Combine(folder, "etc/ssh", Name + "_config");

    /// <param name="order">The installer's word.</param>
    /// <param name="configuration">The authority's configuration file.</param>
    /// <param name="more">More of the installer's options.</param>
    public static async Task<OutsideDoor> OpenAsync(string order, string configuration, params string[] more)
    {
        var own = Directory.CreateTempSubdirectory("sallyport-door-").FullName;
        var name = "sskd" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var door = new OutsideDoor(own, name, FreePort.ForTcp());
        try
        {
            await Run.MustAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(own, "host_key"));
            await SallyportCommand.MustAsync([
                "sshd", "install", "--order", order, "--name", name, "--prefix", own, "--config", configuration, "--no-start",
                "--port", door.Port.ToString(CultureInfo.InvariantCulture), "--listen", "127.0.0.1", "::1",
                "--host-key", Path.Combine(own, "host_key"), .. more]);
            await door.StartAsync();
            return door;
        }
        catch
        {
            await door.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await SallyportCommand.RunAsync("sshd", "remove", "--name", Name, "--prefix", folder);
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync()
    {
        // The installer makes a link only for a sshd that takes its PAM service's name from it.
        var link = Path.Combine(folder, "usr/local/sbin", Name);
        sshd = Process.Start(File.Exists(link) ? link : "/usr/sbin/sshd", ["-D", "-f", ConfigFile, "-E", LogFile]);
        await FreePort.WaitAsync(Port, sshd);
    }

    private void Stop()
    {
        if (sshd is null)
            return;
        if (!sshd.HasExited)
            sshd.Kill();
        sshd.WaitForExit();
        sshd.Dispose();
        sshd = null;
    }
}
