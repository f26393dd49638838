using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>A machine without systemd: the authority runs as a child for the length of the setup, and nothing is started for good.</summary>
internal sealed class UnkeptSite(SetupPaths paths, string program) : ISiteServices
{
    private const string User = "sallyport";
    private readonly StringBuilder said = new();
    private Process? authority;

    public bool AreKept => false;

    public IServices Door { get; } = new NoServices();

    public IOwnSshd? OwnSshd => null;

    public string? Obstacle => null;

    public async Task MakeDatabaseAsync(CancellationToken cancel)
    {
        var made = await Tool.RunAsync("/usr/bin/setpriv", [.. AsAuthority, program, "serve", "--new", "--make-only", "--config", paths.Configuration], cancel);
        if (!made.Succeeded)
            throw new IOException("the database could not be created: " + made.Error.Trim().ReplaceLineEndings(" "));
    }

    public Task<bool> IsAuthorityKeptAsync(CancellationToken cancel) => AuthoritySocket.AnswersAsync(paths.Socket, cancel);

    public async Task StartAuthorityAsync(CancellationToken cancel)
    {
        if (authority is null && await AuthoritySocket.AnswersAsync(paths.Socket, cancel))
            return; // somebody runs it already
        await DisposeAsync();
        var start = new ProcessStartInfo("/usr/bin/setpriv", [.. AsAuthority, program, "serve", "--config", paths.Configuration])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        authority = Process.Start(start) ?? throw new IOException("the authority could not be started");
        authority.OutputDataReceived += (_, _) => { };
        authority.ErrorDataReceived += (_, line) => said.Append(line.Data).Append(' ');
        authority.BeginOutputReadLine();
        authority.BeginErrorReadLine();
        var child = authority;
        await Answering.WaitAsync(paths.Socket, "its standard error", () => child.HasExited ? said.ToString().Trim() : null, cancel);
    }

    public async Task StopAuthorityAsync(CancellationToken cancel) => await DisposeAsync();

    public Task<bool> IsGateKeptAsync(CancellationToken cancel) => Task.FromResult(true);

    public Task StartGateAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StopGateAsync(CancellationToken cancel) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (authority is null)
            return;
        if (!authority.HasExited)
            await Tool.RunAsync("/bin/sh", ["-c", "kill -TERM \"$0\"", authority.Id.ToString(CultureInfo.InvariantCulture)], CancellationToken.None);
        await authority.WaitForExitAsync();
        authority.Dispose();
        authority = null;
    }

    private static IReadOnlyList<string> AsAuthority =>
        ["--reuid", User, "--regid", User, "--init-groups", "--inh-caps", "+net_bind_service", "--ambient-caps", "+net_bind_service", "--"];
}
