using Sallyport.Authority.Sheets.Pdf;

namespace Sallyport.Authority.Sheets;

/// <summary>The fonts of a printed sheet: Debian's DejaVu, whose letters cannot be taken for one another.</summary>
internal sealed record SheetFonts(TrueTypeFont Sans, TrueTypeFont SansBold, TrueTypeFont Mono, TrueTypeFont MonoBold)
{
    /// <summary>Where Debian's fonts-dejavu-core puts them.</summary>
    public const string Folder = "/usr/share/fonts/truetype/dejavu";

    private static readonly string[] Names = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold"];

    /// <summary>One sentence if a font is missing from <paramref name="folder"/>, else null.</summary>
    public static string? Problem(string folder) => Names.Select(name => PathOf(folder, name)).FirstOrDefault(file => !File.Exists(file)) is { } missing
        ? $"cannot draw the sheet without the font {missing}; install the package fonts-dejavu-core, or ask for text instead of a PDF"
        : null;

    public static SheetFonts Load(string folder) => Names.Select(name => new TrueTypeFont(name, File.ReadAllBytes(PathOf(folder, name)))).ToArray() switch
    {
        [var sans, var sansBold, var mono, var monoBold] => new(sans, sansBold, mono, monoBold),
        _ => throw new InvalidOperationException("four names make four fonts"),
    };

    private static string PathOf(string folder, string name) => Path.Combine(folder, name + ".ttf");
}
