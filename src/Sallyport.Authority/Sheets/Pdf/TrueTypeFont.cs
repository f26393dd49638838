using System.Buffers.Binary;

namespace Sallyport.Authority.Sheets.Pdf;

/// <summary>A TrueType font read from a trusted file (ISO/IEC 14496-22): its characters, their widths, and the parts to embed.</summary>
internal sealed class TrueTypeFont
{
    private const int TableRecord = 16;

    private readonly byte[] file;
    private readonly Dictionary<string, Range> tables = new(StringComparer.Ordinal);
    private readonly int unitsPerEm;

    public TrueTypeFont(string name, byte[] file)
    {
        (Name, this.file) = (name, file);
        for (var i = 0; i < U16(file, 4); i++)
        {
            var record = file.AsSpan(12 + (TableRecord * i), TableRecord);
            var start = (int)BinaryPrimitives.ReadUInt32BigEndian(record[8..]);
            tables[System.Text.Encoding.ASCII.GetString(record[..4])] = start..(start + (int)BinaryPrimitives.ReadUInt32BigEndian(record[12..]));
        }

        unitsPerEm = U16(Table("head"), 18);
        Glyphs = U16(Table("maxp"), 4);
        Box = [.. Enumerable.Range(0, 4).Select(i => Thousandths(S16(Table("head"), 36 + (2 * i))))];
        Ascent = Thousandths(S16(Table("hhea"), 4));
        Descent = Thousandths(S16(Table("hhea"), 6));
    }

    public string Name { get; }

    /// <summary>How many glyphs the font has.</summary>
    public int Glyphs { get; }

    /// <summary>What no glyph goes beyond: left, bottom, right, top, in thousandths of the size.</summary>
    public IReadOnlyList<int> Box { get; }

    /// <summary>In thousandths of the size.</summary>
    public int Ascent { get; }

    /// <summary>In thousandths of the size, negative.</summary>
    public int Descent { get; }

    public ReadOnlySpan<byte> Table(string tag) => file.AsSpan(tables[tag]);

    public bool HasTable(string tag) => tables.ContainsKey(tag);

    /// <summary>The glyph of a character; that of the question mark if the font has none.</summary>
    public int Glyph(char character) => Lookup(character) is > 0 and var glyph ? glyph : Lookup('?');

    /// <summary>How far a glyph moves on, in thousandths of the size.</summary>
    public int Advance(int glyph) =>
        Thousandths(U16(Table("hmtx"), 4 * Math.Min(glyph, U16(Table("hhea"), 34) - 1)));

    /// <summary>The width of a text at a size, in points.</summary>
    public double Width(string text, double size) => text.Sum(c => Advance(Glyph(c))) * size / 1000;

    /// <summary>Where a glyph's outline lies within the table <c>glyf</c>.</summary>
    public Range Outline(int glyph)
    {
        var loca = Table("loca");
        return S16(Table("head"), 50) == 0
            ? (2 * U16(loca, 2 * glyph))..(2 * U16(loca, (2 * glyph) + 2))
            : (int)BinaryPrimitives.ReadUInt32BigEndian(loca[(4 * glyph)..])..(int)BinaryPrimitives.ReadUInt32BigEndian(loca[((4 * glyph) + 4)..]);
    }

    private int Thousandths(int units) => (int)Math.Round(units * 1000.0 / unitsPerEm);

    // The character map for the basic plane: platform 3, encoding 1, format 4.
    private int Lookup(char character)
    {
        var cmap = Table("cmap");
        for (var i = 0; i < U16(cmap, 2); i++)
        {
            var map = cmap[(int)BinaryPrimitives.ReadUInt32BigEndian(cmap[(8 + (8 * i))..])..];
            if (U16(cmap, 4 + (8 * i)) == 3 && U16(cmap, 6 + (8 * i)) == 1 && U16(map, 0) == 4)
                return LookupInSegments(map, character);
        }

        return 0;
    }

    private static int LookupInSegments(ReadOnlySpan<byte> map, char character)
    {
        var twice = U16(map, 6);
        var (ends, starts, deltas, offsets) = (14, 16 + twice, 16 + (2 * twice), 16 + (3 * twice));
        for (var at = 0; at < twice; at += 2)
        {
            if (character > U16(map, ends + at))
                continue;
            var start = U16(map, starts + at);
            if (character < start)
                return 0;
            var offset = U16(map, offsets + at);
            var glyph = offset == 0 ? character : U16(map, offsets + at + offset + (2 * (character - start)));
            return glyph == 0 ? 0 : (glyph + U16(map, deltas + at)) & 0xffff;
        }

        return 0;
    }

    private static int U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    private static int S16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16BigEndian(data[at..]);
}
