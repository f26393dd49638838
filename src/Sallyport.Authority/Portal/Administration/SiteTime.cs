using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>Times as the site's people read them.</summary>
internal sealed class SiteTime(AuthorityOptions options)
{
    private const string Day = "yyyy-MM-dd";

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, options.TimeZone);

    public Markup Minute(DateTimeOffset at) => Of(at, "yyyy-MM-dd HH:mm");

    public Markup Second(DateTimeOffset at) => Of(at, "yyyy-MM-dd HH:mm:ss");

    /// <summary>The first moment of a day that a form gave (<c>2027-02-01</c>), or null.</summary>
    public DateTimeOffset? Begin(string? day)
    {
        if (!DateOnly.TryParseExact(day, Day, out var date))
            return null;
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        // Where clocks are put forward at midnight the day begins later.
        while (options.TimeZone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(30);
        return new DateTimeOffset(midnight, options.TimeZone.GetUtcOffset(midnight));
    }

    private Markup Of(DateTimeOffset at, string format) =>
        Markup.Of($"""<time datetime="{at.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}">{Local(at).ToString(format)}</time>""");
}
