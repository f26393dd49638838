using System.Text;

namespace EndToEnd.Machine;

/// <summary>A real terminal of a given size (tmux), typed into and looked at; a QR code on it is scanned by zbarimg.</summary>
internal sealed class TerminalWindow : IAsyncDisposable
{
    private const int Scale = 6, Border = 4;
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-screen-").FullName;

    private TerminalWindow()
    {
    }

    /// <param name="columns">Its width.</param>
    /// <param name="rows">Its height.</param>
    /// <param name="command">A line for sh.</param>
    public static async Task<TerminalWindow> OpenAsync(int columns, int rows, string command)
    {
        var window = new TerminalWindow();
        await File.WriteAllTextAsync(window.In("tmux.conf"), "set -g status off\nset -g default-terminal screen-256color\nset -g remain-on-exit on\n");
        var started = await window.TmuxAsync("new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", $"env -u NO_COLOR LC_ALL=C.UTF-8 {command}");
        Assert.True(started.ExitCode == 0, $"{started}");
        return window;
    }

    /// <summary>Types words or keys (Enter, C-c) as tmux names them.</summary>
    public Task TypeAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    /// <summary>Waits until the text is on the screen; its lines, with colours.</summary>
    public async Task<IReadOnlyList<string>> ShowsAsync(string text)
    {
        var screen = "";
        for (var tries = 0; tries < 600; tries++)
        {
            screen = (await TmuxAsync("capture-pane", "-p", "-e", "-N")).Output;
            if (screen.Contains(text, StringComparison.Ordinal))
                return screen.TrimEnd('\n').Split('\n');
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"the screen never showed {text}: {screen}");
    }

    /// <summary>Types a line until the text is shown: a shell that has just started may drop what was typed before its prompt.</summary>
    public async Task TypeUntilAsync(string text, string line)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            await TypeAsync(line, "Enter");
            await Task.Delay(500, TestContext.Current.CancellationToken);
            if ((await HistoryAsync()).Contains(text, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"the screen never showed {text}: {await HistoryAsync()}");
    }

    /// <summary>All that was ever shown.</summary>
    public async Task<string> HistoryAsync() => (await TmuxAsync("capture-pane", "-p", "-S", "-")).Output;

    /// <summary>What a camera reads from a screen.</summary>
    /// <param name="lines">The screen, with colours.</param>
    /// <param name="background">The shade of the terminal's paper, 0 to 255.</param>
    /// <param name="foreground">The shade of its ink.</param>
    public async Task<string> ScanAsync(IReadOnlyList<string> lines, byte background = 30, byte foreground = 210)
    {
        var picture = In("screen.pgm");
        await File.WriteAllBytesAsync(picture, Photograph(lines, background, foreground), TestContext.Current.CancellationToken);
        return (await Run.MustAsync("/usr/bin/zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", picture)).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await TmuxAsync("kill-server");
        Directory.Delete(folder, recursive: true);
    }

    private string In(string name) => Path.Combine(folder, name);

    private Task<Run> TmuxAsync(params string[] arguments) => Run.OfAsync("/usr/bin/tmux", ["-S", In("tmux"), "-f", In("tmux.conf"), .. arguments]);

    /// <summary>The half blocks and their colours, as a camera sees them; other characters are paper.</summary>
    private static byte[] Photograph(IReadOnlyList<string> lines, byte background, byte foreground)
    {
        // tmux writes a colour where it changes, be it lines later.
        var (ink, paper) = (foreground, background);
        var cells = new List<List<(byte Upper, byte Lower)>>();
        foreach (var line in lines)
            cells.Add(Cells(line, background, foreground, ref ink, ref paper));
        var (width, height) = (cells.Max(line => line.Count) + (2 * Border), 2 * (cells.Count + Border));
        var image = new byte[width * Scale * height * Scale];
        Array.Fill(image, background);
        for (var row = 0; row < cells.Count; row++)
        {
            for (var column = 0; column < cells[row].Count; column++)
            {
                for (var half = 0; half < 2; half++)
                {
                    for (var y = 0; y < Scale; y++)
                        Array.Fill(image, half == 0 ? cells[row][column].Upper : cells[row][column].Lower, (((((2 * row) + half + Border) * Scale) + y) * width * Scale) + ((column + Border) * Scale), Scale);
                }
            }
        }

        return [.. Encoding.ASCII.GetBytes($"P5 {width * Scale} {height * Scale} 255\n"), .. image];
    }

    private static List<(byte Upper, byte Lower)> Cells(string line, byte background, byte foreground, ref byte ink, ref byte paper)
    {
        var cells = new List<(byte Upper, byte Lower)>();
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] != '\e')
            {
                cells.Add(line[at] switch { '\u2588' => (ink, ink), '\u2580' => (ink, paper), '\u2584' => (paper, ink), _ => (paper, paper) });
                continue;
            }

            var end = line.IndexOf('m', at);
            var numbers = line[(at + 2)..end].Split(';');
            for (var number = 0; number < numbers.Length; number++)
            {
                switch (numbers[number])
                {
                    case "38": ink = Shade(numbers[number += 2]); break;
                    case "48": paper = Shade(numbers[number += 2]); break;
                    case "39": ink = foreground; break;
                    case "49": paper = background; break;
                    case "0" or "": (ink, paper) = (foreground, background); break;
                }
            }

            at = end;
        }

        return cells;
    }

    private static byte Shade(string colour) => colour switch { "16" => 0, "231" => 255, _ => throw new InvalidOperationException($"colour {colour}") };
}
