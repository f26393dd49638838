using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sallyport.Authority.Logins;

/// <summary>
/// Names as they arrive in bytes, as text that may be stored, shown and logged. What is UTF-8 and visible stays. Every byte of
/// anything else (not UTF-8, control and format characters, separators of lines, private and unassigned ones, a space
/// that is not U+0020) and every percent sign becomes <c>%XX</c>, so that different bytes never are the same name; then the
/// text is cut to the length asked for. No name with such bytes is ever a registered one's.
/// </summary>
internal static class WireText
{
    public static string Read(ReadOnlySpan<byte> bytes, int most)
    {
        if (bytes.Length <= most && IsPlain(bytes))
            return Encoding.ASCII.GetString(bytes);

        var text = new StringBuilder();
        while (!bytes.IsEmpty && text.Length < most)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            if (status == OperationStatus.Done && IsVisible(rune))
            {
                text.Append(rune);
            }
            else
            {
                foreach (var value in bytes[..consumed])
                    text.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
            }

            bytes = bytes[consumed..];
        }

        return Cut(text.ToString(), most);
    }

    private static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is < 0x20 or > 0x7e or (byte)'%')
                return false;
        }

        return true;
    }

    private static bool IsVisible(Rune rune) => rune.Value == ' ' || (rune.Value != '%' && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator));

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }
}
