using System.Text;
using Sallyport.Authority.Sheets;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Tests.Factors;

[Needs("pdftotext pdfinfo pdftoppm zbarimg")]
public sealed class KeySheetTests
{
    private static readonly TotpKey Key = new(Enumerable.Range(1, 20).Select(i => (byte)i).ToArray());

    private static readonly SheetLabel Label = new("lovelace", "dora.example.org", new DateOnly(2031, 3, 7));

    [Theory]
    [InlineData("dora.example.org", nameof(SheetPaper.A4))]
    [InlineData("dora.example.org", nameof(SheetPaper.Letter))]
    [InlineData("a site whose name is as long as an app shows it in all of its one hundred and twenty-eight characters, with größe and ελλάδα", nameof(SheetPaper.A4))]
    public async Task the_code_on_paper_can_be_scanned_and_the_key_beside_it_typed(string site, string paper)
    {
        var uri = new OtpauthUri(site, "lovelace", Key);
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(folder.File("key.pdf"), KeySheetPdf.Draw(uri, Label, Enum.Parse<SheetPaper>(paper)).Pdf!, TestContext.Current.CancellationToken);

        await Tool.RunAsync("pdftoppm", "-r", "150", "-png", folder.File("key.pdf"), folder.File("page"));
        Assert.Equal(uri.ToUriString(), (await Tool.RunAsync("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", folder.File("page-1.png"))).Trim());
        var text = await Tool.RunAsync("pdftotext", "-layout", folder.File("key.pdf"), "-");
        Assert.Contains(string.Join(' ', Key.ToBase32().Chunk(4).Select(c => new string(c))), text, StringComparison.Ordinal);
        Assert.Contains("Destroy this sheet", text, StringComparison.Ordinal);
        Assert.Contains("lovelace at dora.example.org", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_files_metadata_names_neither_person_nor_key()
    {
        using var folder = new ScratchFolder();
        var pdf = KeySheetPdf.Draw(new OtpauthUri("dora.example.org", "lovelace", Key), Label, SheetPaper.A4).Pdf!;
        await File.WriteAllBytesAsync(folder.File("key.pdf"), pdf, TestContext.Current.CancellationToken);
        var info = await Tool.RunAsync("pdfinfo", folder.File("key.pdf")) + Encoding.Latin1.GetString(pdf);

        Assert.Contains("Pages:           1", info, StringComparison.Ordinal);
        foreach (var secret in new[] { Key.ToBase32(), "lovelace", "dora" })
            Assert.DoesNotContain(secret, info, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void without_the_fonts_it_says_which_package_to_install() =>
        Assert.Contains("fonts-dejavu-core", KeySheetPdf.Draw(new OtpauthUri("dora", "ann", Key), Label, SheetPaper.A4, "/nowhere").Problem, StringComparison.Ordinal);
}
