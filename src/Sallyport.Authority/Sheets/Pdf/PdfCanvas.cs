using System.Globalization;
using System.Text;

namespace Sallyport.Authority.Sheets.Pdf;

/// <summary>One page being drawn. Lengths are points (1/72 inch), y counts down from the upper edge; shades run from 0, black, to 1, white.</summary>
internal sealed class PdfCanvas(double width, double height)
{
    private readonly StringBuilder content = new();
    private readonly Dictionary<TrueTypeFont, SortedDictionary<int, char>> used = [];

    public double Width => width;

    public double Height => height;

    /// <summary>The drawing, as PDF operators (ISO 32000-1 annex A).</summary>
    public string Content => content.ToString();

    /// <summary>The fonts of this page and the glyphs used of each, with the characters they stand for.</summary>
    public IReadOnlyDictionary<TrueTypeFont, SortedDictionary<int, char>> Used => used;

    public void Fill(double x, double y, double w, double h, double shade) =>
        Append($"{shade} g {x} {height - y - h} {w} {h} re f");

    public void Frame(double x, double y, double w, double h, double shade) =>
        Append($"0.5 w {shade} G {x} {height - y - h} {w} {h} re S");

    public void Rule(double x1, double x2, double y, double shade) =>
        Append($"0.5 w {shade} G {x1} {height - y} m {x2} {height - y} l S");

    /// <summary>Writes from <paramref name="x"/> to the right; <paramref name="y"/> is the baseline.</summary>
    public void Text(string text, PdfStyle style, double x, double y)
    {
        if (!used.TryGetValue(style.Font, out var glyphs))
            used.Add(style.Font, glyphs = []);

        var hex = new StringBuilder();
        foreach (var character in text)
        {
            var glyph = style.Font.Glyph(character);
            glyphs.TryAdd(glyph, character);
            hex.Append(glyph.ToString("x4", CultureInfo.InvariantCulture));
        }

        Append($"BT /{style.Font.Name} {style.Size} Tf {style.Shade} g {x} {height - y} Td <{hex}> Tj ET");
    }

    /// <summary>Writes so that the text ends at <paramref name="x"/>.</summary>
    public void TextEndingAt(string text, PdfStyle style, double x, double y) =>
        Text(text, style, x - style.Font.Width(text, style.Size), y);

    private void Append(FormattableString operators)
    {
        var arguments = operators.GetArguments().Select(value => value is double number ? Math.Round(number, 3) : value).ToArray();
        content.AppendFormat(CultureInfo.InvariantCulture, operators.Format, arguments).Append('\n');
    }
}

/// <summary>How a text looks.</summary>
/// <param name="Font">The font.</param>
/// <param name="Size">In points.</param>
/// <param name="Shade">0 is black, 1 is white.</param>
internal sealed record PdfStyle(TrueTypeFont Font, double Size, double Shade = 0);
