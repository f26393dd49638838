using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using EndToEnd.Machine;

namespace EndToEnd.Portal;

/// <summary>Debian's login_duo at a terminal of its own, as sshd's ForceCommand runs it.</summary>
internal sealed partial class LoginDuo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly StringBuilder seen = new();
    private readonly Task reading;

    private LoginDuo(Process process)
    {
        this.process = process;
        reading = ReadAsync();
    }

    /// <summary>What stands on the terminal.</summary>
    public string Terminal
    {
        get
        {
            lock (seen)
                return seen.ToString();
        }
    }

    /// <param name="configuration">A login_duo.conf.</param>
    /// <param name="user">Whose login it is.</param>
    /// <param name="command">What is to be run.</param>
    public static LoginDuo Start(string configuration, string user, string command) => new(Run.Start(
        "/usr/bin/script",
        ["--quiet", "--return", "--command", $"/usr/sbin/login_duo -c {configuration} -f {user} -h 192.0.2.7 '{command}'", "/dev/null"],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["SSH_CONNECTION"] = "192.0.2.7 4711 192.0.2.1 22" }));

    public async Task TypeAsync(string text)
    {
        await process.StandardInput.WriteAsync(text + "\n");
        await process.StandardInput.FlushAsync();
    }

    /// <summary>The digits that the login shows.</summary>
    public async Task<string> NumberAsync() => (await WaitForAsync(Number())).Groups["number"].Value;

    public Task WaitForAsync(string text) => WaitForAsync(new Regex(Regex.Escape(text), RegexOptions.None, TimeSpan.FromSeconds(1)));

    /// <summary>Its end.</summary>
    public async Task<int> ExitAsync()
    {
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"login_duo does not end:\n{Terminal}");
        }

        await reading;
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await reading;
        process.Dispose();
    }

    private async Task<Match> WaitForAsync(Regex wanted)
    {
        var patience = Stopwatch.StartNew();
        while (wanted.Match(Terminal) is var found)
        {
            if (found.Success)
                return found;
            Assert.True(patience.Elapsed < Patience && !reading.IsCompleted, $"the terminal does not show {wanted}:\n{Terminal}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[1024];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var read)
        {
            lock (seen)
                seen.Append(buffer, 0, read);
        }
    }

    [GeneratedRegex("enter (?<number>[0-9]{2}) there", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
