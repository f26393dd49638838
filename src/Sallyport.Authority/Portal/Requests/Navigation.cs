using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>The pages that the navigation names, one line each.</summary>
internal static class Navigation
{
    private static readonly NavigationEntry[] Entries =
    [
        new(PortalPaths.Home, PortalTexts.HomeEntry, Access.SignedIn),
        new(PortalPaths.Code, CodeTexts.Entry, Access.SignedIn),
        new(PortalPaths.Factors, FactorTexts.Entry, Access.SignedIn),
        new(PortalPaths.Devices, DeviceTexts.Entry, Access.SignedIn),
        new(PortalPaths.Activity, ActivityTexts.Entry, Access.SignedIn),
        new(PortalPaths.Helpdesk, HelpdeskTexts.Entry, Access.Helpdesk),
        new(AdministrationPaths.Home, AdministrationTexts.Administration, Access.Administrator),
    ];

    public static Markup For(PortalRequest request) => request.Person is null
        ? Markup.Empty
        : Markup.Of($"""<nav class="pages" aria-label="{PortalTexts.Pages}"><ul>{Entries.Where(e => request.May(e.Access)).Select(e => Item(e, request.Path))}</ul></nav>{"\n"}{AdministrationNavigation.For(request)}""");

    private static Markup Item(NavigationEntry entry, string path) => Under(entry, path)
        ? Markup.Of($"""<li><a href="{entry.Path}" aria-current="page">{entry.Text}</a></li>""")
        : Markup.Of($"""<li><a href="{entry.Path}">{entry.Text}</a></li>""");

    private static bool Under(NavigationEntry entry, string path) =>
        path == entry.Path || (entry.Path != PortalPaths.Home && path.StartsWith(entry.Path + "/", StringComparison.Ordinal));

    /// <param name="Path">Where it is; it is marked as current there and below.</param>
    /// <param name="Text">One or two words.</param>
    /// <param name="Access">Who sees it.</param>
    private sealed record NavigationEntry(string Path, string Text, Access Access);
}
