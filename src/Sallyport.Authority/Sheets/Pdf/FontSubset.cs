using System.Buffers.Binary;
using System.Text;

namespace Sallyport.Authority.Sheets.Pdf;

/// <summary>The part of a font that a document uses. Glyphs keep their numbers; those not used are empty, and compress to nothing.</summary>
internal static class FontSubset
{
    private const int ArgumentsAreWords = 0x01;
    private const int HasScale = 0x08;
    private const int MoreParts = 0x20;
    private const int HasTwoScales = 0x40;
    private const int HasMatrix = 0x80;

    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    public static byte[] Of(TrueTypeFont font, IEnumerable<int> glyphs)
    {
        var used = new SortedSet<int> { 0 };
        foreach (var glyph in glyphs)
            AddWithParts(font, glyph, used);

        var (loca, glyf) = (new byte[4 * (font.Glyphs + 1)], new MemoryStream());
        for (var glyph = 0; glyph < font.Glyphs; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * glyph), (uint)glyf.Length);
            if (used.Contains(glyph))
                glyf.Write(font.Table("glyf")[font.Outline(glyph)]);
            glyf.SetLength(glyf.Position = (glyf.Length + 3) & ~3);
        }

        BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * font.Glyphs), (uint)glyf.Length);
        var head = font.Table("head").ToArray();
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        return Assemble(Kept.Where(font.HasTable).Select(tag => (tag, tag switch
        {
            "loca" => loca,
            "glyf" => glyf.ToArray(),
            "head" => head,
            _ => font.Table(tag).ToArray(),
        })));
    }

    // A composite glyph, such as a letter with an accent, names the glyphs it is made of.
    private static void AddWithParts(TrueTypeFont font, int glyph, SortedSet<int> used)
    {
        var outline = font.Table("glyf")[font.Outline(glyph)];
        if (!used.Add(glyph) || outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return;

        var part = outline[10..];
        for (var flags = MoreParts; (flags & MoreParts) != 0;)
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(part);
            AddWithParts(font, BinaryPrimitives.ReadUInt16BigEndian(part[2..]), used);
            part = part[(4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2) + ScaleBytes(flags))..];
        }
    }

    private static int ScaleBytes(int flags) =>
        (flags & HasMatrix) != 0 ? 8 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasScale) != 0 ? 2 : 0;

    private static byte[] Assemble(IEnumerable<(string Tag, byte[] Data)> parts)
    {
        var tables = parts.ToList();
        var records = new byte[12 + (16 * tables.Count)];
        BinaryPrimitives.WriteUInt32BigEndian(records, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(records.AsSpan(4), (ushort)tables.Count);
        using var data = new MemoryStream();
        for (var i = 0; i < tables.Count; i++)
        {
            var record = records.AsSpan(12 + (16 * i));
            Encoding.ASCII.GetBytes(tables[i].Tag, record);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], Checksum(tables[i].Data));
            BinaryPrimitives.WriteUInt32BigEndian(record[8..], (uint)(records.Length + data.Length));
            BinaryPrimitives.WriteUInt32BigEndian(record[12..], (uint)tables[i].Data.Length);
            data.Write(tables[i].Data);
            data.SetLength(data.Position = (data.Length + 3) & ~3);
        }

        return [.. records, .. data.ToArray()];
    }

    private static uint Checksum(byte[] table)
    {
        uint sum = 0;
        for (var at = 0; at < table.Length; at++)
            sum += (uint)table[at] << (24 - (8 * (at % 4)));
        return sum;
    }
}
