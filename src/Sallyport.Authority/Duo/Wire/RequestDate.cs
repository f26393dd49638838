using System.Globalization;

namespace Sallyport.Authority.Duo.Wire;

/// <summary>The date of a signed request (RFC 2822 section 3.3), as the clients write it: <c>+0000</c>, <c>-0000</c> or <c>GMT</c>, or another offset.</summary>
internal static class RequestDate
{
    /// <summary>How far a client's clock may be off, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int MaxCharacters = 40;

    private static readonly string[] Forms = ["ddd, d MMM yyyy HH:mm:ss zzz", "d MMM yyyy HH:mm:ss zzz"];

    public static DateTimeOffset? TryParse(string text)
    {
        if (text.Length > MaxCharacters)
            return null;
        var zone = text.LastIndexOf(' ') + 1;
        var offset = text[zone..] switch
        {
            "GMT" or "UT" or "UTC" or "-0000" => "+00:00",
            [('+' or '-') and var sign, var h1, var h2, var m1, var m2] => $"{sign}{h1}{h2}:{m1}{m2}",
            _ => null,
        };
        return offset is not null
            && DateTimeOffset.TryParseExact(text[..zone] + offset, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    public static bool IsFresh(DateTimeOffset date, DateTimeOffset now) => (now - date).Duration() <= Tolerance;
}
