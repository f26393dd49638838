using Sallyport.Authority.Sheets.Pdf;

namespace Sallyport.Authority.Sheets;

/// <summary>Text of several lines on paper. Lengths are points.</summary>
internal static class SheetParagraph
{
    private const double Leading = 12.4;

    /// <summary>Writes words between two edges, <paramref name="y"/> the baseline of the first line; returns that of the line after the last.</summary>
    public static double Draw(PdfCanvas canvas, PdfStyle style, string text, double left, double right, double y)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (style.Font.Width(line + word, style.Size) > right - left)
            {
                canvas.Text(line.TrimEnd(), style, left, y);
                y += Leading;
                line = "";
            }

            line += word + " ";
        }

        canvas.Text(line.TrimEnd(), style, left, y);
        return y + Leading;
    }
}
