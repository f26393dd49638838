using System.Text.RegularExpressions;
using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>A terminal at which a person sits, on the laptop outside: tmux with one shell.</summary>
internal sealed partial class Tmux(Site site) : IAsyncDisposable
{
    private const string Prompt = "laptop> ";

    private int commands;

    /// <summary>How many codes and passwords the person typed.</summary>
    public int Codes { get; private set; }

    public int Passwords { get; private set; }

    /// <summary>Everything that was ever on the screen.</summary>
    public async Task<string> Text() => (await Run("capture-pane", "-p", "-J", "-S", "-")).Output;

    public async Task Start()
    {
        await site.Write(site.Home + "/tmux.conf", "set -g status off\nset -g history-limit 20000\nset -g default-terminal screen\n");
        await Site.Must(await Run(
            "-f", "tmux.conf", "new-session", "-d", "-x", "120", "-y", "40",
            "env", "LC_ALL=C.UTF-8", $"PATH={Path.GetDirectoryName(site.Command)}:/usr/local/bin:/usr/bin:/bin", "PS1=" + Prompt, "bash", "--norc", "--noprofile", "-i"));
        await Sees(Prompt.TrimEnd());
    }

    /// <summary>Types a line and waits for its end; answers a prompt for the code or the password as the person does.</summary>
    /// <returns>What the command printed, and its exit status in the last line.</returns>
    public async Task<string> Types(string line)
    {
        await Begins(line);
        return await Ends();
    }

    /// <summary>Types the line of a program in which more is typed.</summary>
    public Task Begins(string line)
    {
        commands++;
        // The mark is put together by the shell, so that what is typed is not taken for it.
        return Keys($"{line}; printf 'end-of-%s %s\\n' {commands} $?");
    }

    /// <summary>Waits until what was begun is over.</summary>
    public async Task<string> Ends()
    {
        var mark = $"end-of-{commands} ";
        var before = $"' {commands} $?";
        for (var tries = 0; tries < 1200; tries++)
        {
            var text = await Text();
            var begin = text.IndexOf(before, StringComparison.Ordinal);
            var end = begin < 0 ? -1 : text.IndexOf(mark, begin, StringComparison.Ordinal);
            var behind = end < 0 ? -1 : text.IndexOf('\n', end);
            if (behind >= 0) return text[(begin + before.Length)..behind].Trim();
            await Answer(text);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        throw new InvalidOperationException($"no end within two minutes: {await Text()}");
    }

    /// <summary>Types without waiting for an end.</summary>
    public async Task Keys(string line)
    {
        await Run("send-keys", "-l", line);
        await Run("send-keys", "Enter");
    }

    /// <summary>Waits until the text is on the screen, so many times.</summary>
    public async Task Sees(string text, int times = 1)
    {
        for (var tries = 0; tries < 1200; tries++)
        {
            if ((await Text()).Split(text).Length > times) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        throw new InvalidOperationException($"the screen never showed \"{text}\": {await Text()}");
    }

    public async ValueTask DisposeAsync() => await Run("kill-server");

    // Each prompt that is on the screen is answered once.
    private async Task Answer(string text)
    {
        if (CodePrompt().Matches(text) is { } codes && codes.Count > Codes)
        {
            Codes++;
            await Keys(site.LineOfSheet(codes[^1].Groups["number"].Value));
        }
        else if (PasswordPrompt().Count(text) > Passwords)
        {
            Passwords++;
            await Keys(site.Password);
        }
    }

    [GeneratedRegex(@"skey line (?<number>\d+) of \S+ \(six words\):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CodePrompt();

    [GeneratedRegex("[Pp]assword:", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PasswordPrompt();

    // As the person: what this program says on a terminal it says to terminals of its own user.
    private Task<Run> Run(params string[] arguments) => site.Outside(["tmux", "-u", "-S", "tmux", .. arguments]);
}
