using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>The second row of the navigation, on the pages for administrators.</summary>
internal static class AdministrationNavigation
{
    private static readonly (string Path, string Text)[] Entries =
    [
        (AdministrationPaths.Home, AdministrationTexts.OverviewEntry),
        (AdministrationPaths.Users, AdministrationTexts.UsersEntry),
        (AdministrationPaths.Logins, AdministrationTexts.LoginsEntry),
        (AdministrationPaths.Lockouts, AdministrationTexts.LockoutsEntry),
        (AdministrationPaths.Rollout, AdministrationTexts.RolloutEntry),
        (AdministrationPaths.Hosts, AdministrationTexts.HostsEntry),
        (AdministrationPaths.Networks, AdministrationTexts.NetworksEntry),
        (AdministrationPaths.Gate, AdministrationTexts.GateEntry),
        (AdministrationPaths.Audit, AdministrationTexts.AuditEntry),
    ];

    public static Markup For(PortalRequest request) =>
        request.IsAdministrator && (request.Path == AdministrationPaths.Home || request.Path.StartsWith(AdministrationPaths.Home + "/", StringComparison.Ordinal))
            ? Markup.Of($"""<nav class="pages below" aria-label="{AdministrationTexts.Administration}"><ul>{Entries.Select(e => Item(e.Path, e.Text, request.Path))}</ul></nav>{"\n"}""")
            : Markup.Empty;

    private static Markup Item(string path, string text, string current) => IsCurrent(path, current)
        ? Markup.Of($"""<li><a href="{path}" aria-current="page">{text}</a></li>""")
        : Markup.Of($"""<li><a href="{path}">{text}</a></li>""");

    private static bool IsCurrent(string path, string current) =>
        path == current || (path == AdministrationPaths.Users && current.StartsWith(AdministrationPaths.User, StringComparison.Ordinal));
}
