using Sallyport.Authority.Sheets;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Cli.Factors;

/// <summary>A sheet as plain text: for a terminal, or for <c>lpr</c>.</summary>
internal static class SheetText
{
    private const int BlockRows = 25;
    private const string Gap = "    ";

    /// <summary>Writes the whole sheet, at most <paramref name="width"/> characters wide: two columns where there is room, one elsewhere.</summary>
    public static void Write(TextWriter output, SkeySheet sheet, SheetLabel label, int width)
    {
        WriteWrapped(output, "", $"One-time login lines for {label.Person} at {label.Site}", width);
        WriteWrapped(
            output, "", $"sheet {sheet.Start.Seed}, {sheet.Lines.Count} lines, {SkeyAlgorithmName.Of(sheet.Start.Algorithm)}, made {label.MadeText}", width);
        output.WriteLine();
        WriteWrapped(output, "    ", SheetInstructions.Example(sheet.Start), width);
        output.WriteLine();
        var number = 1;
        foreach (var step in SheetInstructions.Steps(sheet.Start))
            WriteWrapped(output, $"{number++}. ", step, width);
        foreach (var advice in SheetInstructions.Care(sheet.Start))
            WriteWrapped(output, "-  ", advice, width);

        var columns = width >= (2 * SheetRow.Width) + Gap.Length ? 2 : 1;
        foreach (var block in sheet.Lines.Chunk(BlockRows * columns))
        {
            output.WriteLine();
            var rows = (block.Length + columns - 1) / columns;
            for (var row = 0; row < rows; row++)
                output.WriteLine(string.Join(Gap, block.Where((_, i) => i % rows == row).Select(SheetRow.Text)).TrimEnd());
        }
    }

    private static void WriteWrapped(TextWriter output, string bullet, string text, int width)
    {
        var line = bullet;
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length > Math.Max(width, 40))
            {
                output.WriteLine(line.TrimEnd());
                line = new string(' ', bullet.Length);
            }

            line += word + " ";
        }

        output.WriteLine(line.TrimEnd());
    }
}
