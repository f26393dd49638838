using System.Globalization;
using System.Text;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>
/// What a person may call a device: 1 to 32 visible characters and single spaces between them. It is shown in prompts, terminals and
/// pages, so nothing in it may move a cursor, turn the writing round or look like nothing.
/// </summary>
public static class DeviceName
{
    public const int Most = 32;

    public static bool IsFit(string name) =>
        name.Length is > 0 and <= Most && name == name.Trim() && !name.Contains("  ", StringComparison.Ordinal) && name.EnumerateRunes().All(IsVisible);

    private static bool IsVisible(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.DashPunctuation or UnicodeCategory.OtherPunctuation
        or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.ConnectorPunctuation;
}
