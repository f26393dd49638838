using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using EndToEnd.Duo;
using EndToEnd.Machine;

namespace EndToEnd.Delivery;

/// <summary>A session with a terminal at a door, typed into as it goes on.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly Process ssh;
    private readonly StringBuilder shown = new();

    private Session(Process ssh)
    {
        this.ssh = ssh;
        ssh.OutputDataReceived += (_, line) => Keep(line.Data);
        ssh.ErrorDataReceived += (_, line) => Keep(line.Data);
        ssh.BeginOutputReadLine();
        ssh.BeginErrorReadLine();
    }

    public static Session Open(OwnSshd sshd) =>
        new(Run.Start("ssh", sshd.Options("-tt", "localhost"), new Dictionary<string, string>(StringComparer.Ordinal)));

    public string Shown
    {
        get
        {
            lock (shown)
                return shown.ToString();
        }
    }

    public async Task TypeAsync(string line)
    {
        await ssh.StandardInput.WriteAsync(line + "\n");
        await ssh.StandardInput.FlushAsync();
    }

    /// <summary>Waits until a whole line with the pattern was shown.</summary>
    public async Task<Match> SeesAsync(string pattern)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (Regex.Match(Shown, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match)
                return match;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"nothing like {pattern} was shown, but:\n{Shown}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!ssh.HasExited)
            ssh.Kill(entireProcessTree: true);
        await ssh.WaitForExitAsync();
        ssh.Dispose();
    }

    private void Keep(string? line)
    {
        lock (shown)
            shown.Append(line).Append('\n');
    }
}
