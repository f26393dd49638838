using System.Diagnostics;
using System.Globalization;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>A real <c>sallyport serve</c> as an unprivileged user, with people who have recovery codes; it can be killed.</summary>
internal sealed class ServedAuthority : IAsyncDisposable
{
    public const int People = 4;

    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-served-").FullName;
    private Account? keeper;
    private Process? process;

    public int RadiusPort { get; } = FreePort.ForUdp();

    public int MetricsPort { get; } = FreePort.ForTcp();

    public string RadiusSecret { get; } = Guid.NewGuid().ToString("N");

    public IReadOnlyList<IReadOnlyList<string>> Codes { get; private set; } = [];

    public static string NameOf(int person) => "person" + person.ToString(CultureInfo.InvariantCulture);

    public static async Task<ServedAuthority> StartAsync()
    {
        var authority = new ServedAuthority { keeper = await Account.MakeAsync() };
        try
        {
            await authority.PrepareAsync();
            await authority.ServeAsync("--new");
            for (var person = 0; person < People; person++)
                await authority.AdministerAsync("user", "add", NameOf(person));
            return authority;
        }
        catch
        {
            await authority.DisposeAsync();
            throw;
        }
    }

    public Task<string> AdministerAsync(params string[] arguments) => SallyportCommand.MustAsync([.. arguments, "--config", Config]);

    /// <summary>The user that it runs as.</summary>
    public string User => keeper!.Name;

    /// <summary>The folder that it is started from, which its user cannot enter.</summary>
    public string ClosedFolder => Path.Combine(folder, "closed");

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task ServeAsync(params string[] options)
    {
        process = Process.Start(new ProcessStartInfo(
            "/usr/bin/setpriv",
            ["--reuid", keeper!.Name, "--regid", keeper.Name, "--clear-groups", Path.Combine(folder, "app/sallyport"), "serve", "--config", Config, .. options])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = ClosedFolder,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        for (var tries = 0; tries < 200 && !process.HasExited; tries++)
        {
            if ((await SallyportCommand.RunAsync("user", "list", "--config", Config)).ExitCode == 0)
                return;
        }

        throw new InvalidOperationException("the authority does not answer");
    }

    /// <summary>Ten new codes for everybody, and open budgets.</summary>
    public async Task HandOutCodesAsync()
    {
        var codes = new List<IReadOnlyList<string>>();
        for (var person = 0; person < People; person++)
        {
            await AdministerAsync("user", "unlock", NameOf(person));
            codes.Add((await AdministerAsync("recovery-codes", "--for", NameOf(person)))
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }

        Codes = codes;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await KillAsync();
        if (keeper is not null)
            await keeper.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Config => Path.Combine(folder, "sallyport.conf");

    private async Task PrepareAsync()
    {
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        Directory.CreateDirectory(ClosedFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Config, $"""
            state-folder = {folder}/state
            socket = {folder}/run/authority.sock
            notices-folder = {folder}/run/notices
            metrics = 127.0.0.1:{MetricsPort}
            [budgets]
            failures-per-source = 100
            [radius]
            listen = 127.0.0.1:{RadiusPort}
            [radius-client here]
            address = 127.0.0.1
            secret-file = {folder}/radius.secret
            [duo]
            listen = off

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "radius.secret"), RadiusSecret + "\n");
        // The build may lie where only root gets to.
        await Run.MustAsync("/bin/cp", "--recursive", "--dereference", AppContext.BaseDirectory, Path.Combine(folder, "app"));
        foreach (var own in new[] { "state", "run" })
            await Run.MustAsync("/usr/bin/install", "-d", "-m", own == "run" ? "755" : "700", "-o", keeper!.Name, Path.Combine(folder, own));
        await Run.MustAsync("/bin/chmod", "--recursive", "a+rX", Path.Combine(folder, "app"));
    }
}
