using Sallyport.Authority.Sheets.Pdf;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Authority.Sheets;

/// <summary>What came of drawing a sheet.</summary>
/// <param name="Pdf">The file; null if there is a problem. It holds every line: who has it can log in.</param>
/// <param name="Problem">One sentence that says what is wrong and what to do; null if nothing is.</param>
internal sealed record SheetDrawing(byte[]? Pdf, string? Problem);

/// <summary>A sheet for the printer: the lines in two columns, in blocks of five, with a box to tick.</summary>
internal static class SheetPdf
{
    /// <summary>Draws a sheet. The file's metadata say no more than what it is: no name, no seed, no line.</summary>
    public static SheetDrawing Draw(SkeySheet sheet, SheetLabel label, SheetPaper paper, string fontFolder = SheetFonts.Folder)
    {
        if (SheetFonts.Problem(fontFolder) is { } problem)
            return new(null, problem);

        var fonts = SheetFonts.Load(fontFolder);
        var (width, height) = SheetLayout.Size(paper);
        var parts = SheetLayout.Pages(sheet.Lines, paper);
        var pages = parts.Select((lines, i) =>
        {
            var canvas = new PdfCanvas(width, height);
            new SheetPageDrawing(canvas, fonts, paper, label, sheet).Draw(lines, i + 1, parts.Count);
            return canvas;
        }).ToList();
        return new(PdfFile.Write(pages, "One-time login lines", "Sallyport", label.Made), null);
    }
}
