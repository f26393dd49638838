using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>
/// The site of site.sh with one person at a laptop: outside, inside, at a terminal or without one. The outside door is ours: gate, outside
/// sshd and authority; the second factor is a sheet of skey lines, because those need no clock. The rest is the machine's own OpenSSH.
/// </summary>
[Needs("expect python3 socat pam_radius_auth.so")]
public sealed class Site : IAsyncLifetime
{
    private static readonly string Here = Path.Combine(AppContext.BaseDirectory, "Client");
    private readonly string directory = Path.Combine(Path.GetTempPath(), "spsite" + RandomNumberGenerator.GetHexString(8, lowercase: true));
    private readonly ReachableProgram program = new();
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    private const string Portal = "https://2fa.maths.example";

    public string OutsideNamespace => "spo-" + names["id"];

    /// <summary>Login name at the site.</summary>
    public string Server => names["server"];

    public string Password => names["password"];

    public string Home => "/home/" + names["client"];

    public string ServerHome => "/home/" + Server;

    /// <summary>The command under test: as built, or the file that SSH_WITH_2FA names (a published one).</summary>
    public string Command => Path.Combine(directory, "bin", "ssh-with-2fa");

    public string Links => Path.Combine(Home, ".config/ssh-with-2fa/bin");

    public string Runtime => Path.Combine(Home, ".cache/ssh-with-2fa", Environment.MachineName);

    /// <summary>How often a code and a password were asked for since the last call.</summary>
    public (int Codes, int Passwords) Prompts()
    {
        var file = Path.Combine(Home, "counts");
        if (!File.Exists(file)) return (0, 0);
        var lines = File.ReadAllLines(file);
        File.Delete(file);
        return (lines.Count(line => line == "code"), lines.Count(line => line == "password"));
    }

    /// <summary>How many connections the outside door has seen.</summary>
    public int KnocksAtTheDoor() => File.ReadAllLines(Path.Combine(directory, "outside.log")).Count(line => line.Contains("Accepted", StringComparison.Ordinal) || line.Contains("Failed", StringComparison.Ordinal) || line.Contains("Connection closed by", StringComparison.Ordinal));

    /// <summary>The six words of that line of the person's sheet.</summary>
    public string LineOfSheet(string number) =>
        File.ReadLines(directory + "/sheet").First(line => line.StartsWith(number, StringComparison.Ordinal)).TrimStart("0123456789: ".ToCharArray());

    /// <summary>What the authority wrote down about logins, oldest first: the names of the events.</summary>
    public async Task<IReadOnlyList<string>> Audited()
    {
        var rows = await SallyportCommand.MustAsync("audit", "tail", "--json", "--config", directory + "/sallyport.conf");
        return [.. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => JsonDocument.Parse(row).RootElement.GetProperty("kind").GetString()!)];
    }

    /// <summary>How often the site's servers, inside and outside, let somebody in by a password.</summary>
    public int PasswordsTaken() => ((string[])["outside", "dora", "savona"]).Sum(log =>
        File.ReadLines(Path.Combine(directory, log + ".log")).Count(line => line.StartsWith("Accepted password", StringComparison.Ordinal) || line.StartsWith("Accepted keyboard-interactive", StringComparison.Ordinal)));

    public string HostKey(string host) => File.ReadAllText(Path.Combine(directory, host + ".key.pub")).Trim();

    /// <summary>The host key's fingerprint, as ssh-keygen prints and PuTTY takes it.</summary>
    public async Task<string> Fingerprint(string host) => (await Machine.Run.MustAsync("ssh-keygen", "-l", "-f", Path.Combine(directory, host + ".key.pub"))).Split(' ')[1];

    /// <summary>From outside, without a terminal.</summary>
    internal Task<Run> Outside(params string[] command) => At("spo", [], command);

    /// <summary>From outside, with our links ahead in PATH.</summary>
    internal Task<Run> OutsideLinked(params string[] command) => At("spo", [$"PATH={Links}:/usr/local/bin:/usr/bin:/bin"], command);

    /// <summary>From outside, at a terminal with a person who answers.</summary>
    internal Task<Run> OutsideAtTerminal(params string[] command) => At("spo", [], Answering(command));

    internal Task<Run> OutsideAtTerminalWith(string variable, params string[] command) => At("spo", [variable], Answering(command));

    internal Task<Run> OutsideWith(string variable, params string[] command) => At("spo", [variable], command);

    internal Task<Run> Inside(params string[] command) => At("spl", [], command);

    internal Task<Run> InsideAtTerminal(params string[] command) => At("spl", [], Answering(command));

    /// <summary>Cuts the laptop outside off ("down"), or joins it again ("up"): at the site's end, so that the laptop keeps its address.</summary>
    internal Task Network(string state) => Machine.Run.MustAsync("ip", "-n", "spi-" + names["id"], "link", "set", "spb" + names["id"], state);

    /// <summary>Gives the laptop outside an address, or takes it away.</summary>
    internal Task Address(string verb, string address = "198.51.100.2") => Machine.Run.MustAsync("ip", "-n", OutsideNamespace, "addr", verb, address + "/24", "dev", "spa" + names["id"]);

    /// <summary>The laptop outside comes inside ("up"), by its second plug, or leaves again ("down").</summary>
    internal async Task InsidePlug(string state)
    {
        var plug = "spe" + names["id"];
        if (state == "up") await Machine.Run.MustAsync("ip", "-n", OutsideNamespace, "addr", "replace", "10.77.1.101/24", "dev", plug);
        else await Machine.Run.MustAsync("ip", "-n", OutsideNamespace, "addr", "flush", "dev", plug);
        await Machine.Run.MustAsync("ip", "-n", OutsideNamespace, "link", "set", plug, state);
    }

    /// <summary>Ends a server of the site ("authority", "gate", "dora") and starts it again.</summary>
    internal Task Restart(string server) => Machine.Run.MustAsync("/bin/bash", "-c", $"SALLYPORT='{program.Path}' '{Here}/site.sh' restart '{directory}' {server} > '{directory}.log' 2>&1 < /dev/null || {{ cat '{directory}.log' >&2; exit 1; }}");

    /// <summary>The person's own key, known at the site: inside logins ask nothing then.</summary>
    public async Task MakeKey()
    {
        await Must(await Outside("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Home + "/.ssh/id_ed25519"));
        await Machine.Run.MustAsync("install", "-m", "600", "-o", Server, "-g", Server, Home + "/.ssh/id_ed25519.pub", ServerHome + "/.ssh/authorized_keys");
    }

    /// <summary>Writes a file as the person.</summary>
    public async Task Write(string path, string text) => await Must(await Outside("sh", "-c", "mkdir -p \"$(dirname \"$1\")\" && printf %s \"$2\" > \"$1\"", "sh", path, text));

    internal static Task Must(Run run)
    {
        Assert.True(run.ExitCode == 0, run.ToString());
        return Task.CompletedTask;
    }

    public async ValueTask InitializeAsync()
    {
        // site.sh's servers keep the streams they are given.
        await Machine.Run.MustAsync("/bin/bash", "-c", $"SALLYPORT='{program.Path}' '{Here}/site.sh' up '{directory}' > '{directory}.log' 2>&1 < /dev/null || {{ cat '{directory}.log' >&2; exit 1; }}");
        foreach (var line in File.ReadAllLines(Path.Combine(directory, "env")))
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) names[line[..at]] = line[(at + 1)..];
        InstallCommand();
        await SetUp(Profile());
    }

    /// <summary>Publishes a profile as an administrator does, and sets the laptop up from the portal as a person does.</summary>
    public async Task SetUp(object profile)
    {
        var file = Path.Combine(directory, "profile.json");
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(profile));
        await SallyportCommand.MustAsync("site", "edit", "--file", file, "--config", directory + "/sallyport.conf");
        var root = X509CertificateLoader.LoadCertificateFromFile(directory + "/state/ca.pem");
        await Must(await Outside(Command, "setup", Portal, "--ca-fingerprint", root.GetCertHashString(HashAlgorithmName.SHA256), "--user", Server, "--yes"));
    }

    public object Profile(int serial = 1) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["version"] = 1,
        ["site"] = "maths",
        ["serial"] = serial,
        ["issued-at"] = "2026-11-20T18:00:00Z",
        ["outside"] = new { host = "198.51.100.1", port = 22 },
        ["inside"] = new object[]
        {
            new { names = (string[])["dora", "dora.maths.example"], host = "10.77.1.2", port = 22, login = true },
            new { names = (string[])["savona"], host = "10.77.1.3", port = 22 },
        },
        ["networks"] = (string[])["10.77.1.0/24"],
        ["forwards"] = new Dictionary<string, object>[]
        {
            new(StringComparer.Ordinal) { ["name"] = "ssh", ["local-port"] = 12022, ["host"] = "10.77.1.2", ["port"] = 22 },
            new(StringComparer.Ordinal) { ["name"] = "imap", ["local-port"] = 12143, ["host"] = "10.77.1.2", ["port"] = 143 },
            new(StringComparer.Ordinal) { ["name"] = "cups", ["local-port"] = 12631, ["host"] = "10.77.1.4", ["port"] = 80, ["if-taken"] = "skip" },
        },
        ["socks-port"] = 13080,
        ["keepalive"] = 10,
        ["x11"] = "auto",
        ["compression"] = true,
        ["host-keys"] = new object[] { new { hosts = (string[])["dora", "198.51.100.1"], key = HostKey("dora") }, new { hosts = (string[])["savona"], key = HostKey("savona") } },
        ["portal"] = Portal,
        ["session"] = new Dictionary<string, int>(StringComparer.Ordinal) { ["max-minutes"] = 720, ["warn-minutes"] = 15 },
    };

    public async ValueTask DisposeAsync()
    {
        await Machine.Run.OfAsync("env", "SALLYPORT=" + program.Path, "/bin/bash", Path.Combine(Here, "site.sh"), "down", directory);
        File.Delete(directory + ".log");
        program.Dispose();
    }

    private Task<Run> At(string place, string[] variables, string[] command) => Machine.Run.OfAsync(
        "ip", ["netns", "exec", $"{place}-{names["id"]}", "runuser", "-u", names["client"], "--", "env", "-i", "-C", Home, "HOME=" + Home, "USER=" + names["client"], "TERM=dumb", "PATH=/usr/local/bin:/usr/bin:/bin", "DOTNET_ROOT=" + DotnetRoot, .. variables, .. command]);

    private string[] Answering(string[] command) => [Path.Combine(directory, "bin", "answer.exp"), Home + "/counts", directory + "/sheet", Password, .. command];

    private static string DotnetRoot => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));

    // The person must be able to read it, wherever this tree lies.
    private void InstallCommand()
    {
        var bin = Directory.CreateDirectory(Path.Combine(directory, "bin")).FullName;
        File.Copy(Path.Combine(Here, "answer.exp"), Path.Combine(bin, "answer.exp"));
        if (Environment.GetEnvironmentVariable("SSH_WITH_2FA") is { Length: > 0 } published) File.Copy(published, Command);
        else
            foreach (var file in (string[])["ssh-with-2fa", "ssh-with-2fa.dll", "Sallyport.Profile.dll", "ssh-with-2fa.runtimeconfig.json", "ssh-with-2fa.deps.json"])
                File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(bin, file));
        foreach (var file in Directory.GetFiles(bin))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }
}
