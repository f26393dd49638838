using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Authority.Sheets;

/// <summary>How a sheet is cut into pages. All lengths are points (1/72 inch).</summary>
internal static class SheetLayout
{
    public const double Margin = 48;
    public const double Top = 42;
    public const double Footer = 30;
    public const double RowHeight = 12.4;
    public const double BlockGap = 3.2;
    public const int BlockRows = 5;
    public const double ColumnGap = 23;

    /// <summary>From the paper's upper edge to the first row, on the first page and on the others.</summary>
    public const double FirstHead = 258;
    public const double NextHead = 74;

    public static (double Width, double Height) Size(SheetPaper paper) => paper == SheetPaper.A4 ? (595, 842) : (612, 792);

    public static double ColumnWidth(SheetPaper paper) => (Size(paper).Width - (2 * Margin) - ColumnGap) / 2;

    public static double Head(int page) => page == 1 ? FirstHead : NextHead;

    /// <summary>Rows in a column of a page, whole blocks of five.</summary>
    public static int Rows(SheetPaper paper, int page)
    {
        var height = Size(paper).Height - Head(page) - Footer - Margin / 2;
        return (int)((height + BlockGap) / ((BlockRows * RowHeight) + BlockGap)) * BlockRows;
    }

    /// <summary>Where the row begins, from the paper's upper edge.</summary>
    public static double RowTop(int page, int row) => Head(page) + (row * RowHeight) + (row / BlockRows * BlockGap);

    /// <summary>The lines of each page, in the order of the sheet.</summary>
    public static IReadOnlyList<IReadOnlyList<SkeyLine>> Pages(IReadOnlyList<SkeyLine> lines, SheetPaper paper)
    {
        var pages = new List<IReadOnlyList<SkeyLine>>();
        for (var at = 0; at < lines.Count;)
        {
            var taken = lines.Skip(at).Take(2 * Rows(paper, pages.Count + 1)).ToList();
            pages.Add(taken);
            at += taken.Count;
        }

        return pages;
    }
}
