using System.Globalization;

namespace Sallyport.Authority.Sheets;

/// <summary>Whose sheet it is. Control characters in the names are shown as question marks.</summary>
internal sealed record SheetLabel
{
    /// <param name="person">The login name.</param>
    /// <param name="site">The host or site that the lines are for.</param>
    /// <param name="made">The day on the site's calendar.</param>
    public SheetLabel(string person, string site, DateOnly made) => (Person, Site, Made) = (Visible(person), Visible(site), made);

    public string Person { get; }

    public string Site { get; }

    public DateOnly Made { get; }

    public string MadeText => Made.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Visible(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
