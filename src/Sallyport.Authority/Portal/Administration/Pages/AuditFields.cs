using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Administration.Pages;

/// <summary>The form that finds rows, and the links that go on from a page of them.</summary>
internal static class AuditFields
{
    public static Markup Form(string path, AuditFilter filter, Markup choice) => Markup.Of($"""
        <form class="filter" method="get" action="{path}" role="search">
        {Text("person", AuditTexts.Person, filter.Person)}
        {Text("source", AuditTexts.SourceField, filter.Source)}
        {Text("host", AuditTexts.Host, filter.Host)}
        {choice}
        {Day("from", AuditTexts.From, filter.From)}
        {Day("to", AuditTexts.To, filter.To)}
        <button>{AuditTexts.Filter}</button>
        </form>
        """);

    public static Markup Choice(string name, string label, string chosen, IEnumerable<(string Value, string Text)> options) => Markup.Of($"""
        <div class="field"><label for="{name}">{label}</label><select id="{name}" name="{name}">{options.Select(o => Option(o.Value, o.Text, chosen))}</select></div>
        """);

    /// <param name="files">What the files are asked for: the filter with its outcome.</param>
    public static Markup Links(string path, AuditFilter filter, AuditFilter files, Storage.AuditPage page, int wanted) => Markup.Of($"""
        <p class="actions">{Markup.When(page.Older is not null, () => Markup.Of($"""<a class="button" href="{path}{filter.ToQueryString(("before", page.Older!.Value.ToString()))}">{(page.Rows.Count < wanted ? AuditTexts.GoOn : AuditTexts.Older)}</a>"""))}
        <a class="button quiet" href="{AdministrationPaths.AuditCsv}{files.ToQueryString()}">{AuditTexts.Csv}</a>
        <a class="button quiet" href="{AdministrationPaths.AuditJson}{files.ToQueryString()}">{AuditTexts.Json}</a></p>
        """);

    private static Markup Text(string name, string label, string value) => Markup.Of($"""
        <div class="field"><label for="{name}">{label}</label><input id="{name}" name="{name}" value="{value}" maxlength="253" autocapitalize="none" autocomplete="off" spellcheck="false"></div>
        """);

    private static Markup Day(string name, string label, string value) => Markup.Of($"""
        <div class="field"><label for="{name}">{label}</label><input id="{name}" name="{name}" type="date" value="{value}"></div>
        """);

    private static Markup Option(string value, string text, string chosen) => value == chosen
        ? Markup.Of($"""<option value="{value}" selected>{text}</option>""")
        : Markup.Of($"""<option value="{value}">{text}</option>""");
}
