using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>Parts that the pages for administrators have in common.</summary>
internal static class AdministrationMarkup
{
    /// <summary>A whole page for administrators.</summary>
    public static Microsoft.AspNetCore.Http.IResult AdministrationPage(this PortalRequest request, string title, Markup body)
    {
        request.Head = Markup.Of($"""{request.Head}<link rel="stylesheet" href="{AssetFiles.Url("administration.css")}">{"\n"}""");
        return request.Page(title, body);
    }

    /// <summary>A table that scrolls by itself where the screen is narrow; a sentence in place of no rows.</summary>
    public static Markup Table(string caption, IReadOnlyList<string> headings, IReadOnlyCollection<Markup> rows, string empty) => rows.Count == 0
        ? Markup.Of($"""<p class="hint">{empty}</p>""")
        : Markup.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption class="vh">{caption}</caption>
            <thead><tr>{headings.Select(Heading)}</tr></thead>
            <tbody>{rows}</tbody></table></div>
            """);

    /// <summary>Above buttons there is none.</summary>
    public static Markup Heading(string heading) => heading.Length == 0 ? Markup.Of($"<td></td>") : Markup.Of($"""<th scope="col">{heading}</th>""");

    /// <summary>The name of somebody, or of nobody, that leads to what is known of it.</summary>
    public static Markup Person(string? name) => name is null
        ? Markup.Empty
        : Markup.Of($"""<a class="name" href="{AdministrationPaths.Of(name)}">{name}</a>""");

    /// <summary>For an administrator who may look but not change until he gives a second factor again; nothing for one who just did.</summary>
    public static Markup ConfirmFirst(PortalRequest request) => request.IsFresh
        ? Markup.Empty
        : Markup.Of($"""
            <p class="notice confirm"><span>{AdministrationTexts.ConfirmFirst}</span> <a class="button" href="{PortalPaths.Confirm}?next={Uri.EscapeDataString(request.Path + request.Http.Request.QueryString)}">{AdministrationTexts.Confirm}</a></p>
            """);

    public static Markup Error(string? error) => error is null
        ? Markup.Empty
        : Markup.Of($"""<p class="notice bad" role="alert">{DisplayText.Sentence(error)}</p>""");

    public static Markup Badge(string text, string look) => Markup.Of($"""<span class="badge {look}">{text}</span>""");

    /// <summary>A form with one button that does one thing to the page's subject.</summary>
    public static Markup Action(PortalRequest request, string path, string action, string text, string look, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var hidden = new List<Markup>();
        foreach (var (name, value) in fields)
            hidden.Add(Markup.Of($"""<input type="hidden" name="{name}" value="{value}">"""));
        return Markup.Of($"""<form method="post" action="{path}">{request.Token}{hidden}<button class="{look}" name="do" value="{action}">{text}</button></form>""");
    }
}
