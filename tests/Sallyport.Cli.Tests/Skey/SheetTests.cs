using System.Text;
using System.Text.RegularExpressions;
using Sallyport.Authority.Sheets;
using Sallyport.Cli.Factors;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Cli.Tests.Skey;

[Needs("pdftotext pdfinfo")]
public sealed partial class SheetTests
{
    private const string Passphrase = "a pass phrase that stays unknown";

    private static readonly SheetLabel Label = new("lovelace", "dora.example.org", new DateOnly(2031, 3, 7));

    private static SkeySheet Sheet(int lines)
    {
        using var secret = SkeyPassphrase.Parse(Passphrase)!;
        return SkeySheet.Generate(SkeyAlgorithm.Sha1, SkeySeed.Parse("do12345")!, secret, lines);
    }

    [Theory]
    [InlineData(500, nameof(SheetPaper.A4))]
    [InlineData(500, nameof(SheetPaper.Letter))]
    [InlineData(1, nameof(SheetPaper.A4))]
    [InlineData(83, nameof(SheetPaper.Letter))]
    [InlineData(1999, nameof(SheetPaper.A4))]
    public async Task Every_line_is_on_paper_in_its_order_and_counts_when_typed_from_it(int lines, string paper)
    {
        var sheet = Sheet(lines);
        var drawing = SheetPdf.Draw(sheet, Label, Enum.Parse<SheetPaper>(paper));
        Assert.Null(drawing.Problem);

        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(folder.File("sheet.pdf"), drawing.Pdf!, TestContext.Current.CancellationToken);
        var text = await Tool.RunAsync("pdftotext", "-raw", folder.File("sheet.pdf"), "-");

        var sequence = sheet.Start;
        foreach (Match match in Row().Matches(text))
        {
            Assert.Equal(sequence.Line, int.Parse(match.Groups["number"].Value));
            sequence = sequence.Try(match.Groups["words"].Value) ?? throw new InvalidOperationException($"line {match.Value} does not count");
        }

        Assert.Equal(0, sequence.Line);
    }

    [Fact]
    public async Task The_paper_says_whose_it_is_and_how_to_use_it()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(folder.File("sheet.pdf"), SheetPdf.Draw(Sheet(500), Label, SheetPaper.A4).Pdf!, TestContext.Current.CancellationToken);
        var text = await Tool.RunAsync("pdftotext", "-layout", folder.File("sheet.pdf"), "-");

        foreach (var expected in new[] { "lovelace at dora.example.org", "sheet do12345", "500 lines", "otp-sha1", "7 March 2031", "page 1 of 5", "page 5 of 5",
            "otp-sha1 500 do12345 (six words):", "Each line works once." })
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_files_metadata_names_neither_person_nor_sheet_nor_secret()
    {
        using var folder = new ScratchFolder();
        var pdf = SheetPdf.Draw(Sheet(500), Label, SheetPaper.A4).Pdf!;
        await File.WriteAllBytesAsync(folder.File("sheet.pdf"), pdf, TestContext.Current.CancellationToken);
        var info = await Tool.RunAsync("pdfinfo", folder.File("sheet.pdf")) + await Tool.RunAsync("pdfinfo", "-meta", folder.File("sheet.pdf"));

        Assert.Contains("One-time login lines", info, StringComparison.Ordinal);
        Assert.Contains("Pages:           5", info, StringComparison.Ordinal);
        foreach (var secret in new[] { Passphrase, "lovelace", "dora", "do12345", Sheet(500).Lines[0].Words })
            Assert.DoesNotContain(secret, info, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Passphrase, Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_may_have_accents_and_be_too_long_for_the_line()
    {
        using var folder = new ScratchFolder();
        var label = new SheetLabel("zoë-żółć", "größe.ελλάδα.example.org" + new string('w', 200), Label.Made);
        await File.WriteAllBytesAsync(folder.File("sheet.pdf"), SheetPdf.Draw(Sheet(180), label, SheetPaper.A4).Pdf!, TestContext.Current.CancellationToken);
        var text = await Tool.RunAsync("pdftotext", "-raw", folder.File("sheet.pdf"), "-");

        Assert.Equal(2, Regex.Count(text, "zoë-żółć at größe.ελλάδα.example.orgw+…", RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.DoesNotContain(new string('w', 60), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_fonts_it_says_which_package_to_install()
    {
        var drawing = SheetPdf.Draw(Sheet(3), Label, SheetPaper.A4, "/nonexistent");
        Assert.Null(drawing.Pdf);
        Assert.Contains("install the package fonts-dejavu-core", drawing.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, 2)]
    [InlineData(80, 2)]
    [InlineData(60, 1)]
    [InlineData(20, 1)]
    public void As_text_it_fits_the_terminal_and_every_line_counts(int width, int columns)
    {
        var sheet = Sheet(137);
        using var output = new StringWriter();
        SheetText.Write(output, sheet, Label, width);
        var text = output.ToString();

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, Math.Max(width, 40)));
        Assert.Equal(columns, text.Split('\n').Max(line => Row().Count(line)));
        var rows = Row().Matches(text).ToDictionary(match => int.Parse(match.Groups["number"].Value), match => match.Groups["words"].Value);
        Assert.Equal(137, rows.Count);
        Assert.All(sheet.Lines, line => Assert.Equal(line.Words, string.Join(' ', rows[line.Number].Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public void A_block_of_text_reads_down_its_columns()
    {
        using var output = new StringWriter();
        SheetText.Write(output, Sheet(100), Label, 80);
        var rows = output.ToString().Split('\n').Select(line => string.Join(' ', Row().Matches(line).Select(match => match.Groups["number"].Value)))
            .Where(numbers => numbers.Length > 0).ToList();
        Assert.Equal(["100 75", "99 74"], rows[..2]);
        Assert.Equal(["76 51", "50 25"], rows[24..26]);
    }

    [Fact]
    public void Control_characters_in_a_name_do_not_reach_terminal_or_paper()
    {
        using var output = new StringWriter();
        SheetText.Write(output, Sheet(1), new SheetLabel("\e[2Jada\u009b", "do\nra", Label.Made), 80);
        Assert.Contains("?[2Jada? at do?ra", output.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<![^\s])(?<number>[0-9]{1,4}) +(?<words>([A-Z]{1,4} +){5}[A-Z]{1,4})(?![^\s])", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Row();
}
