using System.Text;
using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Local;

/// <summary><c>sallyport totp enroll</c> in a real terminal of 80 by 24: when the prompt is there, the code on the screen can be scanned.</summary>
[Needs("tmux zbarimg oathtool")]
public sealed class EnrolmentOnScreenTests : IAsyncLifetime
{
    private const int Scale = 6, Border = 4;
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-screen-").FullName;
    private TestAuthority authority = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.StartAsync();
        await authority.AdministerAsync("user", "add", "ann");
        await File.WriteAllTextAsync(Path.Combine(folder, "tmux.conf"), "set -g status off\nset -g default-terminal screen-256color\nset -g remain-on-exit on\n");
    }

    public async ValueTask DisposeAsync()
    {
        await TmuxAsync("kill-server");
        await authority.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(30, 210)]
    [InlineData(255, 0)]
    public async Task The_code_is_on_the_screen_when_the_prompt_is(byte background, byte foreground)
    {
        await StartAsync(80, 24);
        var lines = await ScreenWithAsync("Code from the app");
        Assert.Equal(24, lines.Count);
        var picture = Path.Combine(folder, "screen.pgm");
        await File.WriteAllBytesAsync(picture, Photograph(lines, background, foreground), TestContext.Current.CancellationToken);
        var uri = (await Run.MustAsync("/usr/bin/zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", picture)).Trim();
        Assert.StartsWith("otpauth://totp/", uri, StringComparison.Ordinal);

        var key = uri.Split("secret=")[1].Split('&')[0];
        await TmuxAsync("send-keys", await new AuthenticatorApp(key, authority.Clock).CodeAsync(), "Enter");
        await ScreenWithAsync("enrolled");
    }

    [Fact]
    public async Task A_window_that_is_too_small_says_what_to_do()
    {
        await StartAsync(60, 16);
        var text = string.Join(' ', await ScreenWithAsync("Code from the app"));
        Assert.Contains("--png", text, StringComparison.Ordinal);
        Assert.Contains("portal link", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2588', text);
    }

    private Task<Run> TmuxAsync(params string[] arguments) => Run.OfAsync("/usr/bin/tmux", ["-S", Path.Combine(folder, "tmux"), "-f", Path.Combine(folder, "tmux.conf"), .. arguments]);

    private async Task StartAsync(int columns, int rows)
    {
        var started = await TmuxAsync(
            "new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", $"env -u NO_COLOR LC_ALL=C.UTF-8 {SallyportCommand.Path} totp enroll --for ann --config {authority.ConfigFile}");
        Assert.True(started.ExitCode == 0, $"{started}");
    }

    private async Task<IReadOnlyList<string>> ScreenWithAsync(string text)
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
