using System.Text;
using QRCoder;

namespace Sallyport.Cli.Terminal;

/// <summary>A QR code drawn with half blocks, two modules to a character, within a quiet zone.</summary>
internal sealed class QrCode
{
    // ISO/IEC 18004 wants four modules around; cameras manage with two, which may be what makes it fit 24 rows.
    private const int QuietZone = 4;

    private const int PixelsPerModule = 8;
    private const int LeastQuietZone = 2;

    // Colours 16 and 231 of the 256 are black and white in every theme; the first 16 are the theme's own.
    private const string BlackOnWhite = "\e[38;5;16;48;5;231m";
    private const string Reset = "\e[0m";

    private readonly bool[,] modules;

    private QrCode(bool[,] modules) => this.modules = modules;

    /// <summary>The width of the smallest drawing, in characters.</summary>
    public int LeastColumns => Size + (2 * LeastQuietZone);

    /// <summary>The height of the smallest drawing, in lines.</summary>
    public int LeastRows => (LeastColumns + 1) / 2;

    private int Size => modules.GetLength(0);

    /// <summary>The code of a text, with the least redundancy: on a screen nothing gets smudged, and small is what counts.</summary>
    public static QrCode Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var rows = data.ModuleMatrix;
        var size = rows.Count - (2 * QuietZone);
        var dark = new bool[size, size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
                dark[y, x] = rows[y + QuietZone][x + QuietZone];
        }

        return new(dark);
    }

    /// <summary>The code of a text as a picture.</summary>
    public static byte[] Png(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(PixelsPerModule);
    }

    /// <summary>The lines to print, or null if the code does not fit: then show the key as text.</summary>
    /// <param name="style">How.</param>
    /// <param name="columns">The terminal's width in characters.</param>
    /// <param name="rows">The terminal's height in lines.</param>
    public IReadOnlyList<string>? Draw(QrStyle style, int columns, int rows)
    {
        for (var quiet = QuietZone; quiet >= LeastQuietZone; quiet--)
        {
            var side = Size + (2 * quiet);
            if (side <= columns && (side + 1) / 2 <= rows)
                return [.. Enumerable.Range(0, (side + 1) / 2).Select(row => Line(style, quiet, 2 * row))];
        }

        return null;
    }

    private string Line(QrStyle style, int quiet, int y)
    {
        var line = new StringBuilder();
        if (style == QrStyle.Colour)
            line.Append(BlackOnWhite);
        for (var x = 0; x < Size + (2 * quiet); x++)
            line.Append(Character(Inked(style, x - quiet, y - quiet), Inked(style, x - quiet, y + 1 - quiet)));
        if (style == QrStyle.Colour)
            line.Append(Reset);
        return line.ToString();
    }

    // Where the text colour goes: on the dark modules, but on a dark terminal on the light ones.
    private bool Inked(QrStyle style, int x, int y) => IsDark(x, y) != (style == QrStyle.LightOnDark);

    private bool IsDark(int x, int y) => x >= 0 && y >= 0 && x < Size && y < Size && modules[y, x];

    private static char Character(bool upper, bool lower) => (upper, lower) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    };
}
