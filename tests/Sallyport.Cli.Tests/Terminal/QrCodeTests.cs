using Sallyport.Cli.Terminal;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Tests.Terminal;

public sealed class QrCodeTests
{
    private static readonly string Enrolment =
        new OtpauthUri("Sallyport at dora.example.org", "ada@dora.example.org", new("12345678901234567890"u8)).ToUriString();

    private static readonly Screen Dark = new(background: 30, foreground: 210);
    private static readonly Screen Solarized = new(background: 245, foreground: 110);
    private static readonly Screen Light = new(background: 255, foreground: 0);

    public static TheoryData<string, string> Pictures => new()
    {
        { nameof(QrStyle.Colour), nameof(Dark) },
        { nameof(QrStyle.Colour), nameof(Solarized) },
        { nameof(QrStyle.Colour), nameof(Light) },
        { nameof(QrStyle.LightOnDark), nameof(Dark) },
        { nameof(QrStyle.DarkOnLight), nameof(Solarized) },
        { nameof(QrStyle.DarkOnLight), nameof(Light) },
    };

    [Theory, MemberData(nameof(Pictures))]
    public async Task A_scanner_reads_it_back(string style, string terminal)
    {
        var screen = terminal switch { nameof(Dark) => Dark, nameof(Light) => Light, _ => Solarized };
        foreach (var rows in new[] { 60, Fewest })
            Assert.Equal(Enrolment, await ScanAsync(screen.Photograph(QrCode.Of(Enrolment).Draw(Enum.Parse<QrStyle>(style), 120, rows)!)));
    }

    [Fact]
    public void An_enrolment_fits_an_ordinary_terminal_of_80_by_24()
    {
        var usual = new OtpauthUri("Sydney Maths", "ada@dora", new("12345678901234567890"u8)).ToUriString();
        var lines = QrCode.Of(usual).Draw(QrStyle.LightOnDark, 80, 24);
        Assert.NotNull(lines);
        Assert.InRange(lines.Count, 10, 24);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
    }

    [Needs("zbarimg")]
    [Fact]
    public async Task The_picture_is_read_back()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(folder.File("code.png"), QrCode.Png(Enrolment), TestContext.Current.CancellationToken);
        Assert.Equal(Enrolment, (await Tool.RunAsync("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", folder.File("code.png"))).TrimEnd('\n'));
    }

    [Theory, InlineData(nameof(Dark)), InlineData(nameof(Light))]
    public async Task Through_a_pipe_it_is_read_on_any_terminal(string terminal)
    {
        Assert.SkipWhen(!Console.IsOutputRedirected, "the output of the tests is a terminal");
        Environment.SetEnvironmentVariable("NO_COLOR", null);
        var output = new StringWriter { NewLine = "\n" };
        QrOnScreen.Write(output, Enrolment);
        var screen = terminal == nameof(Dark) ? Dark : Light;
        Assert.Equal(Enrolment, await ScanAsync(screen.Photograph(output.ToString().TrimEnd('\n').Split('\n'))));
    }

    [Fact]
    public void What_does_not_fit_is_not_drawn()
    {
        Assert.Null(QrCode.Of(Enrolment).Draw(QrStyle.Colour, 120, Fewest - 1));
        Assert.Null(QrCode.Of(Enrolment).Draw(QrStyle.Colour, 40, 60));
    }

    [Fact]
    public void A_colour_never_runs_past_its_line() =>
        Assert.All(QrCode.Of(Enrolment).Draw(QrStyle.Colour, 120, 60)!, line => Assert.EndsWith("\e[0m", line, StringComparison.Ordinal));

    [Needs("zbarimg")]
    [Fact]
    public void The_plain_styles_have_no_escape_sequence() =>
        Assert.DoesNotContain(QrCode.Of(Enrolment).Draw(QrStyle.LightOnDark, 120, 60)!, line => line.Contains('\e', StringComparison.Ordinal));

    private static int Fewest => Enumerable.Range(1, 60).First(rows => QrCode.Of(Enrolment).Draw(QrStyle.Colour, 120, rows) is not null);

    private static async Task<string> ScanAsync(byte[] picture)
    {
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(folder.File("screen.pgm"), picture, TestContext.Current.CancellationToken);
        return (await Tool.RunAsync("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", folder.File("screen.pgm"))).TrimEnd('\n');
    }
}
