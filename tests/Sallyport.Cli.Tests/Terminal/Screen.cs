using System.Text;

namespace Sallyport.Cli.Tests.Terminal;

/// <summary>A terminal just good enough to take a picture of: half blocks, and the 256-colour sequences for black and white.</summary>
internal sealed class Screen(byte background, byte foreground)
{
    private const int Scale = 6;

    /// <summary>The lines as they would look, as a PGM image, with the terminal's own colours around them.</summary>
    public byte[] Photograph(IReadOnlyList<string> lines)
    {
        var cells = lines.Select(Cells).ToList();
        var (width, height) = (cells.Max(line => line.Count) + 8, (2 * cells.Count) + 8);
        var image = new byte[width * Scale * height * Scale];
        Array.Fill(image, background);
        for (var y = 4; y < height - 4; y++)
        {
            var line = cells[(y - 4) / 2];
            for (var x = 0; x < line.Count; x++)
                Fill(image, width, x + 4, y, y % 2 == 0 ? line[x].Upper : line[x].Lower);
        }

        return [.. Encoding.ASCII.GetBytes($"P5 {width * Scale} {height * Scale} 255\n"), .. image];
    }

    private static void Fill(byte[] image, int width, int x, int y, byte shade)
    {
        for (var row = y * Scale; row < (y + 1) * Scale; row++)
            Array.Fill(image, shade, (row * width * Scale) + (x * Scale), Scale);
    }

    private List<(byte Upper, byte Lower)> Cells(string line)
    {
        var (ink, paper) = (foreground, background);
        var cells = new List<(byte Upper, byte Lower)>();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\e')
            {
                var end = line.IndexOf('m', i);
                (ink, paper) = line[(i + 1)..end] switch
                {
                    "[0" => (foreground, background),
                    "[38;5;16;48;5;231" => ((byte)0, (byte)255),
                    var other => throw new InvalidOperationException($"escape sequence {other}"),
                };
                i = end;
                continue;
            }

            cells.Add(line[i] switch
            {
                '█' => (ink, ink),
                '▀' => (ink, paper),
                '▄' => (paper, ink),
                ' ' => (paper, paper),
                var other => throw new InvalidOperationException($"character {other}"),
            });
        }

        Assert.Equal((foreground, background), (ink, paper));
        return cells;
    }
}
