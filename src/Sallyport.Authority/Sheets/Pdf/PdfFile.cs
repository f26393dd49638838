using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Sallyport.Authority.Sheets.Pdf;

/// <summary>
/// Writes pages as a PDF 1.7 file (ISO 32000-1), the fonts in it. Ours, because PDFsharp comes under the AGPL from 6.5 on, which would
/// bind the whole program, and because a page of text needs little of the standard.
/// </summary>
internal sealed class PdfFile
{
    private readonly ArrayBufferWriter<byte> file = new();
    private readonly List<long> offsets = [];

    private PdfFile()
    {
    }

    /// <summary>The file. Nothing but the given title, program and day goes into its metadata.</summary>
    public static byte[] Write(IReadOnlyList<PdfCanvas> pages, string title, string program, DateOnly made)
    {
        var pdf = new PdfFile();
        pdf.Raw("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var fonts = pdf.Fonts(pages);
        var tree = pdf.Reserve();
        var kids = pages.Select(page => pdf.Page(page, tree, fonts)).ToList();
        pdf.Put(tree, $"<< /Type /Pages /Count {kids.Count} /Kids [{string.Join(' ', kids.Select(Reference))}] >>");
        var catalog = pdf.Add($"<< /Type /Catalog /Pages {Reference(tree)} >>");
        var day = made.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var info = pdf.Add($"<< /Title ({title}) /Creator ({program}) /CreationDate (D:{day}000000Z) >>");
        return pdf.Finish(catalog, info);
    }

    private static string Reference(int number) => $"{number} 0 R";

    private string Fonts(IReadOnlyList<PdfCanvas> pages)
    {
        var entries = pages.SelectMany(page => page.Used).GroupBy(pair => pair.Key).Select(group =>
        {
            var glyphs = new SortedDictionary<int, char>();
            foreach (var (glyph, character) in group.SelectMany(pair => pair.Value))
                glyphs.TryAdd(glyph, character);
            return $"/{group.Key.Name} {Reference(Font(group.Key, glyphs))}";
        });
        return string.Join(' ', entries);
    }

    // A composite font whose codes are the font's own glyph numbers (section 9.7), so that any character the font has can be set.
    private int Font(TrueTypeFont font, SortedDictionary<int, char> glyphs)
    {
        var name = $"SALLYP+{font.Name}";
        var outlines = AddStream(FontSubset.Of(font, glyphs.Keys));
        var descriptor = Add($"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{string.Join(' ', font.Box)}] /ItalicAngle 0 "
            + $"/Ascent {font.Ascent} /Descent {font.Descent} /CapHeight {font.Ascent} /StemV 80 /FontFile2 {Reference(outlines)} >>");
        var widths = string.Join(' ', glyphs.Keys.Select(glyph => $"{glyph} [{font.Advance(glyph)}]"));
        var descendant = Add($"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /FontDescriptor {Reference(descriptor)} "
            + $"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [{widths}] >>");
        var unicode = AddStream(Encoding.ASCII.GetBytes(ToUnicode(glyphs)));
        return Add($"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{Reference(descendant)}] "
            + $"/ToUnicode {Reference(unicode)} >>");
    }

    // Section 9.10.3: what a reader copies and searches.
    private static string ToUnicode(SortedDictionary<int, char> glyphs)
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Glyphs def /CMapType 2 def\n"
            + "1 begincodespacerange <0000> <ffff> endcodespacerange\n");
        foreach (var chunk in glyphs.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{chunk.Length} beginbfchar\n");
            foreach (var (glyph, character) in chunk)
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:x4}> <{(int)character:x4}>\n");
            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end").ToString();
    }

    private int Page(PdfCanvas page, int tree, string fonts)
    {
        var content = AddStream(Encoding.ASCII.GetBytes(page.Content));
        return Add(string.Create(CultureInfo.InvariantCulture, $"<< /Type /Page /Parent {Reference(tree)} /MediaBox [0 0 {page.Width} {page.Height}] ")
            + $"/Resources << /Font << {fonts} >> >> /Contents {Reference(content)} >>");
    }

    private int AddStream(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(data);
        return Add($"<< /Filter /FlateDecode /Length {packed.Length} /Length1 {data.Length} >>\nstream\n{Encoding.Latin1.GetString(packed.ToArray())}\nendstream");
    }

    private int Add(string body)
    {
        var number = Reserve();
        Put(number, body);
        return number;
    }

    private int Reserve()
    {
        offsets.Add(0);
        return offsets.Count;
    }

    private void Put(int number, string body)
    {
        offsets[number - 1] = file.WrittenCount;
        Raw($"{number} 0 obj\n{body}\nendobj\n");
    }

    private void Raw(string text) => file.Write(Encoding.Latin1.GetBytes(text));

    private byte[] Finish(int catalog, int info)
    {
        var start = file.WrittenCount;
        Raw($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            Raw(string.Create(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        Raw($"trailer\n<< /Size {offsets.Count + 1} /Root {Reference(catalog)} /Info {Reference(info)} >>\nstartxref\n{start}\n%%EOF\n");
        return file.WrittenSpan.ToArray();
    }
}
