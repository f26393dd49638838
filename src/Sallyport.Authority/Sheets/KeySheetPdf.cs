using QRCoder;
using Sallyport.Authority.Sheets.Pdf;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Authority.Sheets;

/// <summary>The key of an authenticator app for the printer: the QR code, the key as text, and what to do with both.</summary>
internal static class KeySheetPdf
{
    private const double CodeSide = 210;
    private const double Quiet = 0.35;

    private static readonly string[] Steps =
    [
        "Install an authenticator app on your phone. Any app for one-time codes will do.",
        "Add an account in the app and scan this code, or type the key: time-based, {0}.",
        "The key is active after its first correct code: type it at the prompt, or later: sallyport totp confirm",
        "Destroy this sheet when the app shows codes. Anybody who has it can create your codes.",
    ];

    /// <summary>Draws the sheet. The file's metadata name neither the person nor the key.</summary>
    public static SheetDrawing Draw(OtpauthUri key, SheetLabel label, SheetPaper paper, string fontFolder = SheetFonts.Folder)
    {
        if (SheetFonts.Problem(fontFolder) is { } problem)
            return new(null, problem);

        var fonts = SheetFonts.Load(fontFolder);
        var (width, height) = SheetLayout.Size(paper);
        var canvas = new PdfCanvas(width, height);
        var (left, right, y) = (SheetLayout.Margin, width - SheetLayout.Margin, SheetLayout.Top + 14);
        canvas.Text("Key of an authenticator app", new(fonts.SansBold, 19), left, y);
        y = SheetParagraph.Draw(canvas, new(fonts.SansBold, 11.5), $"{label.Person} at {label.Site}", left, right, y + 19);
        canvas.Text($"made {label.MadeText}", new(fonts.Sans, 8.8, Quiet), left, y);
        canvas.Rule(left, right, y + 9, 0.6);

        y += 24;
        DrawCode(canvas, key.ToUriString(), left, y);
        var (beside, number) = (y + 24, 1);
        foreach (var step in Steps)
        {
            canvas.Text($"{number++}.", new(fonts.Sans, 9.5, Quiet), left + CodeSide + 18, beside);
            beside = SheetParagraph.Draw(canvas, new(fonts.Sans, 9.5), step.Replace("{0}", Parameters(key.Key), StringComparison.Ordinal), left + CodeSide + 33, right, beside) + 5;
        }

        canvas.Text("Key", new(fonts.SansBold, 9.5), left, y + CodeSide + 22);
        SheetParagraph.Draw(canvas, new(fonts.MonoBold, 12), string.Join(' ', key.Key.ToBase32().Chunk(4).Select(c => new string(c))), left + 40, right, y + CodeSide + 22);
        return new(PdfFile.Write([canvas], "Key of an authenticator app", "Sallyport", label.Made), null);
    }

    private static string Parameters(TotpKey key) => $"{key.Algorithm.ToString().ToUpperInvariant()}, {key.Digits} digits, {TotpKey.PeriodSeconds} seconds";

    /// <summary>With the four light modules around that ISO/IEC 18004 asks for.</summary>
    private static void DrawCode(PdfCanvas canvas, string text, double left, double top)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var side = CodeSide / rows.Count;
        for (var y = 0; y < rows.Count; y++)
        {
            for (int x = 0, run; x < rows.Count; x += run)
            {
                run = 1;
                while (x + run < rows.Count && rows[y][x + run] == rows[y][x])
                    run++;
                if (rows[y][x])
                    canvas.Fill(left + (x * side), top + (y * side), run * side, side, 0);
            }
        }
    }
}
