using System.Globalization;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Authority.Sheets;

/// <summary>One line of a sheet with its words under each other in columns, a wider space after the third.</summary>
internal static class SheetRow
{
    private const int NumberWidth = 4;
    private const int WordWidth = 4;

    /// <summary>Characters in <see cref="Text"/>.</summary>
    public const int Width = NumberWidth + 2 + WordsWidth;

    /// <summary>Characters in <see cref="Words"/>.</summary>
    public const int WordsWidth = (6 * WordWidth) + 6;

    public static string Text(SkeyLine line) => $"{Number(line).PadLeft(NumberWidth)}  {Words(line)}".PadRight(Width);

    public static string Number(SkeyLine line) => line.Number.ToString(CultureInfo.InvariantCulture);

    public static string Words(SkeyLine line)
    {
        var words = line.Words.Split(' ').Select(word => word.PadRight(WordWidth)).ToArray();
        return $"{string.Join(' ', words[..3])}  {string.Join(' ', words[3..])}".TrimEnd();
    }
}
