using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>What stands around every page.</summary>
internal static class Layout
{
    /// <param name="request">Whose page it is; only signed-in users see a navigation.</param>
    /// <param name="title">Of the window and of the page.</param>
    /// <param name="body">The page, without its heading.</param>
    public static Markup Around(PortalRequest request, string title, Markup body) => Markup.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} · {request.Site}</title>
        <link rel="stylesheet" href="{AssetFiles.Url("portal.css")}">
        <link rel="icon" type="image/svg+xml" href="{AssetFiles.Url("icon.svg")}">
        {request.Head}</head>
        <body>
        <a class="skip" href="#main">{PortalTexts.SkipToContent}</a>
        <header class="top"><div class="bar"><a class="brand" href="{PortalPaths.Home}">{SiteMark.Picture}<span>{request.Site}</span></a>{Account(request)}</div></header>
        {Navigation.For(request)}<main id="main">
        <h1>{title}</h1>
        {Notice(request)}{body}
        </main>
        <footer class="foot"><p>{PortalTexts.Footer}{Help(request)}</p></footer>
        </body>
        </html>

        """);

    private static Markup Account(PortalRequest request) => request.Person is not { } person
        ? Markup.Empty
        : Markup.Of($"""<form class="account" method="post" action="{PortalPaths.SignOut}">{request.Token}<span class="who">{person.Name}</span><button class="quiet">{PortalTexts.SignOut}</button></form>""");

    private static Markup Help(PortalRequest request) =>
        Markup.When(request.HasHelp, () => Markup.Of($""" <a href="{PortalPaths.Help}">{HelpPageTexts.Entry}</a>"""));

    private static Markup Notice(PortalRequest request) => request.Notice is not { } notice
        ? Markup.Empty
        : Markup.Of($"""<p class="notice good" role="status">{notice}</p>""");
}
