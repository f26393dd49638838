using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using EndToEnd.Machine;

namespace EndToEnd.Doors;

/// <summary>An outside sshd, installed by our own installer below a folder of its own, and started.</summary>
internal sealed class OutsideDoor : IAsyncDisposable
{
    private readonly string folder;
    private readonly string program;
    private Process? sshd;

    private OutsideDoor(string folder, string program, string name, int port) => (this.folder, this.program, Name, Port) = (folder, program, name, port);

    public string Name { get; }

    public int Port { get; }

    public string Prefix => folder;

    public string LogFile => Path.Combine(folder, "sshd.log");

    public string ConfigFile => Path.Combine(folder, "etc/ssh", Name + "_config");

    /// <param name="order">The installer's word.</param>
    /// <param name="configuration">The authority's configuration file.</param>
    /// <param name="more">More of the installer's options.</param>
    public static Task<OutsideDoor> OpenAsync(string order, string configuration, params string[] more) =>
        OpenWithAsync(SallyportCommand.Path, order, configuration, more);

    /// <summary>The same by a copy of the command that sshd itself may run.</summary>
    public static async Task<OutsideDoor> OpenWithAsync(string program, string order, string configuration, params string[] more)
    {
        var own = Directory.CreateTempSubdirectory("sallyport-door-").FullName;
        var name = "sskd" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var door = new OutsideDoor(own, program, name, FreePort.ForTcp());
        try
        {
            await Run.MustAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(own, "host_key"));
            var installed = await door.InstallAgainAsync(order, configuration, more);
            Assert.True(installed.ExitCode == 0, $"{installed}");
            await door.StartAsync();
            return door;
        }
        catch
        {
            await door.DisposeAsync();
            throw;
        }
    }

    /// <summary>What runs goes on with the files that it has read.</summary>
    public Task<Run> InstallAgainAsync(string order, string configuration, params string[] more) => Run.OfAsync(program, [
        "sshd", "install", "--order", order, "--name", Name, "--prefix", folder, "--config", configuration, "--no-start",
        "--port", Port.ToString(CultureInfo.InvariantCulture), "--listen", "127.0.0.1", "::1",
        "--host-key", Path.Combine(folder, "host_key"), .. more]);

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
