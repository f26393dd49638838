using Sallyport.Authority.Sheets.Pdf;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Authority.Sheets;

/// <summary>Draws one page of a sheet.</summary>
internal sealed class SheetPageDrawing(PdfCanvas canvas, SheetFonts fonts, SheetPaper paper, SheetLabel label, SkeySheet sheet)
{
    private const double Quiet = 0.35;
    private const double Hair = 0.6;
    private const double Band = 0.94;

    private readonly PdfStyle title = new(fonts.SansBold, 19);
    private readonly PdfStyle name = new(fonts.SansBold, 11.5);
    private readonly PdfStyle body = new(fonts.Sans, 8.8);
    private readonly PdfStyle quiet = new(fonts.Sans, 8.8, Quiet);
    private readonly PdfStyle bold = new(fonts.SansBold, 8.8);
    private readonly PdfStyle mono = new(fonts.Mono, 9.4);
    private readonly PdfStyle monoBold = new(fonts.MonoBold, 9.4);

    private readonly double left = SheetLayout.Margin;
    private readonly double right = SheetLayout.Size(paper).Width - SheetLayout.Margin;

    public void Draw(IReadOnlyList<SkeyLine> lines, int page, int pages)
    {
        if (page == 1)
            DrawFirstHead();
        else
            DrawNextHead(lines);

        var rows = SheetLayout.Rows(paper, page);
        DrawColumn(lines.Take(rows), page, left);
        DrawColumn(lines.Skip(rows), page, left + SheetLayout.ColumnWidth(paper) + SheetLayout.ColumnGap);
        DrawFoot(page, pages);
    }

    private void DrawFirstHead()
    {
        var y = SheetLayout.Top + 14;
        canvas.Text("One-time login lines", title, left, y);
        canvas.TextEndingAt($"sheet {sheet.Start.Seed}", name, right, y);
        y += 19;
        canvas.Text(Whose(name), name, left, y);
        canvas.TextEndingAt($"{sheet.Lines.Count} lines · {SkeyAlgorithmName.Of(sheet.Start.Algorithm)} · made {label.MadeText}", quiet, right, y);
        y += 9;
        canvas.Rule(left, right, y, Hair);

        y += 18;
        canvas.Text("How to use it", bold, left, y);
        y += 8;
        canvas.Fill(left, y, right - left, 20, Band);
        canvas.Text(SheetInstructions.Example(sheet.Start), mono, left + 9, y + 13.5);
        y += 34;
        var number = 1;
        foreach (var step in SheetInstructions.Steps(sheet.Start))
            y = Paragraph($"{number++}.", step, y);
        y += 4;
        foreach (var advice in SheetInstructions.Care(sheet.Start))
            y = Paragraph("–", advice, y);
    }

    private void DrawNextHead(IReadOnlyList<SkeyLine> lines)
    {
        var y = SheetLayout.Top + 8;
        canvas.Text(Whose(bold), bold, left, y);
        canvas.TextEndingAt($"sheet {sheet.Start.Seed}, lines {lines[0].Number} to {lines[^1].Number}", quiet, right, y);
        canvas.Rule(left, right, y + 7, Hair);
    }

    private void DrawColumn(IEnumerable<SkeyLine> lines, int page, double x)
    {
        var row = 0;
        foreach (var line in lines)
        {
            var top = SheetLayout.RowTop(page, row);
            if (row / SheetLayout.BlockRows % 2 == 0)
                canvas.Fill(x, top, SheetLayout.ColumnWidth(paper), SheetLayout.RowHeight, Band);

            var baseline = top + (SheetLayout.RowHeight * 0.74);
            canvas.Fill(x + 5, baseline - 6.4, 6.4, 6.4, 1);
            canvas.Frame(x + 5, baseline - 6.4, 6.4, 6.4, Hair);
            canvas.TextEndingAt(SheetRow.Number(line), monoBold, x + 42, baseline);
            canvas.Text(SheetRow.Words(line), mono, x + 52, baseline);
            row++;
        }
    }

    private void DrawFoot(int page, int pages)
    {
        var y = SheetLayout.Size(paper).Height - SheetLayout.Footer;
        canvas.Text("Each line works once. Type all six words of the line that the login asks for.", quiet, left, y);
        canvas.TextEndingAt($"page {page} of {pages}", quiet, right, y);
    }

    private double Paragraph(string bullet, string text, double y)
    {
        const double Indent = 15;
        canvas.Text(bullet, quiet, left, y);
        return SheetParagraph.Draw(canvas, body, text, left + Indent, right, y);
    }

    // Cut to the part of the line that the text at its right end leaves.
    private string Whose(PdfStyle style)
    {
        var text = $"{label.Person} at {label.Site}";
        var room = (right - left) * 0.55;
        if (style.Font.Width(text, style.Size) <= room)
            return text;
        while (style.Font.Width(text + "…", style.Size) > room)
            text = text[..^1];
        return text + "…";
    }
}
