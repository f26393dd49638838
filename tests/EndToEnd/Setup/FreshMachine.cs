using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Setup;

/// <summary>
/// A machine on which nothing of ours was installed: /etc is a copy without our files, what a site writes to is empty, and the network is its own.
/// A person has an account there. Everything is gone with the process that holds the namespaces.
/// </summary>
internal sealed partial class FreshMachine : IAsyncDisposable
{
    /// <summary>The collection of its tests: two machines at once give one number to two users, and userdel sees the other's processes.</summary>
    public const string OneAtATime = "one fresh machine at a time";

    public const string Person = "alice";
    public const string Password = "correct horse 7";

    private const int DoorPort = 2222;

    private const string Make = """
        mkdir -p "$0/etc" && cp -a /etc/. "$0/etc/" 2>/dev/null; mount --bind "$0/etc" /etc
        for folder in /run /home /usr/local/sbin /var/lib; do mount -t tmpfs -o mode=755 fresh "$folder" || exit 1; done
        rm -rf /etc/sallyport /etc/ssh/sskd_config* /etc/pam.d/sskd /etc/security/login_duo.conf
        for account in sallyport sallyport-gate; do userdel "$account" 2>/dev/null; done
        groupdel sallyport-admin 2>/dev/null
        ssh-keygen -A >/dev/null && ip link set lo up && useradd --create-home --shell /bin/bash alice && echo "alice:correct horse 7" | chpasswd && mkdir /run/sshd && echo ready && exec sleep infinity
        """;

    private const string Look = """
        cd / && find etc var/lib run/sallyport* usr/local/sbin home ! -name '*-' ! -name '*.lock' -printf '%p %y %m %U %G %l\n' 2>/dev/null | sort && cat etc/passwd etc/group etc/shadow etc/gshadow
        """;

    private readonly Process holder;
    private readonly string folder;
    private readonly List<Process> started = [];

    private FreshMachine(Process holder, string folder) => (this.holder, this.folder) = (holder, folder);

    public static async Task<FreshMachine> MakeAsync()
    {
        var etc = Directory.CreateTempSubdirectory("sallyport-fresh-").FullName;
        var process = Run.Start("/usr/bin/unshare", ["--mount", "--net", "--uts", "sh", "-c", Make, etc], new Dictionary<string, string>(StringComparer.Ordinal));
        var machine = new FreshMachine(process, etc);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());
        return machine;
    }

    /// <summary>Every file with its kind, mode, owner and target, and all accounts.</summary>
    public async Task<string> PictureAsync() => (await RunAsync("/bin/sh", "-c", Look)).Output;

    public Task<Run> RunAsync(string program, params IReadOnlyList<string> arguments) => Run.OfAsync("/usr/bin/nsenter", Inside(program, arguments));

    public Task<Run> SallyportAsync(params IReadOnlyList<string> arguments) => RunAsync(SallyportCommand.Path, arguments);

    /// <summary>What setup says to start where there is no systemd: the authority, then the gate or the outside sshd.</summary>
    public async Task StartSiteAsync(bool hasGate)
    {
        Start("/usr/bin/setpriv", "--reuid", "sallyport", "--regid", "sallyport", "--init-groups", SallyportCommand.Path, "serve");
        await ListensAsync(8443);
        if (hasGate)
            Start(SallyportCommand.Path, "gate", "--config", "/etc/sallyport/gate.conf");
        else
            Start("/bin/sh", "-c", "program=/usr/local/sbin/sskd; [ -e $program ] || program=/usr/sbin/sshd; exec $program -D -f /etc/ssh/sskd_config");
        await ListensAsync(DoorPort);
    }

    /// <summary>The person's login at the outside door, which prints who is in.</summary>
    public Task<Run> LogInAsync(Client client, string code) => client.RunAsync(
        "/usr/bin/nsenter", Password, [code], Inside("/usr/bin/ssh", [.. Client.Options, "-p", DoorPort.ToString(CultureInfo.InvariantCulture), Person + "@127.0.0.1", "id", "-un"]));

    /// <summary>The words of a printed sheet, in the order in which they are asked for.</summary>
    public static IReadOnlyList<string> WordsOf(string printed) =>
    [
        .. SheetLine().Matches(printed)
            .OrderByDescending(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))
            .Select(match => match.Groups["words"].Value),
    ];

    /// <summary>A program that runs until the machine ends or <see cref="StopAllAsync"/>.</summary>
    public void Start(string program, params IReadOnlyList<string> arguments) => started.Add(Process.Start("/usr/bin/nsenter", Inside(program, arguments)));

    /// <summary>Waits until somebody listens at the port.</summary>
    public async Task ListensAsync(int port)
    {
        var listens = await RunAsync("/bin/bash", "-c", $"for n in $(seq 1200); do : < /dev/tcp/127.0.0.1/{port.ToString(CultureInfo.InvariantCulture)} && exit 0; sleep 0.1; done 2>/dev/null; exit 1");
        Assert.True(listens.ExitCode == 0, $"nothing listens at {port}");
    }

    public async Task StopAllAsync()
    {
        foreach (var process in started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        started.Clear();
    }

    public IReadOnlyList<string> Inside(string program, IReadOnlyList<string> arguments) =>
        ["--mount", "--net", "--uts", "--target", holder.Id.ToString(CultureInfo.InvariantCulture), "--", program, .. arguments];

    public async ValueTask DisposeAsync()
    {
        await StopAllAsync();
        if (!holder.HasExited)
            holder.Kill(entireProcessTree: true);
        await holder.WaitForExitAsync();
        holder.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"(?<number>[0-9]+):? +(?<words>([A-Z]+ +){5}[A-Z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SheetLine();
}
