using System.Globalization;
using System.Net;

namespace Sallyport.Authority.Portal.Html;

/// <summary>Times, addresses and sentences as pages show them.</summary>
internal static class DisplayText
{
    /// <summary>A moment in the site's zone, with the exact one beside it for machines.</summary>
    public static Markup Time(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return Markup.Of($"""<time datetime="{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}">{local.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)}</time>""");
    }

    public static string Address(IPAddress? source) => source?.ToString() ?? "an unknown address";

    /// <summary>A reason of the rules (lower case, no full stop) as a sentence.</summary>
    public static string Sentence(string reason) => reason.Length == 0 ? reason : char.ToUpperInvariant(reason[0]) + reason[1..] + ".";

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
