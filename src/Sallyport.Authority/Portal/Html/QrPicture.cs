using System.Globalization;
using System.Text;
using QRCoder;

namespace Sallyport.Authority.Portal.Html;

/// <summary>A QR code as a picture in the page: black on white in both colour schemes, for cameras.</summary>
internal static class QrPicture
{
    /// <param name="text">What a camera reads.</param>
    /// <param name="name">The text for people who do not see the picture.</param>
    public static Markup Of(string text, string name)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        // With the four light modules around that ISO/IEC 18004 asks for.
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (int x = 0, run; x < rows.Count; x += run)
            {
                run = 1;
                while (x + run < rows.Count && rows[y][x + run] == rows[y][x])
                    run++;
                if (rows[y][x])
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{run}v1h-{run}z");
            }
        }

        return Markup.Of($"""
            <svg class="qr" viewBox="0 0 {rows.Count} {rows.Count}" role="img" aria-label="{name}" shape-rendering="crispEdges"><path d="{path.ToString()}"/></svg>
            """);
    }
}
