using System.Text;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Profile;

namespace Sallyport.Authority.Portal.Help;

/// <summary>The help pages as files for a static server, and as one text in Markdown.</summary>
internal static class HelpDocument
{
    /// <summary>What a server cannot say for files: nothing inline, nothing from elsewhere.</summary>
    private const string ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

    private static readonly string[] Assets = ["portal.css", "help.css", "help.js", "icon.svg"];

    /// <param name="addressOf">Where an asset is.</param>
    public static Markup Head(Func<string, string> addressOf) => Markup.Of($"""
        <link rel="stylesheet" href="{addressOf("help.css")}">
        <script type="module" src="{addressOf("help.js")}"></script>

        """);

    /// <summary>Name and content of each file: a page for each system, index.html for Linux, and what they load.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Files(SiteProfile site, string? rootFingerprint)
    {
        var values = HelpValues.Of(site, HelpPageTexts.SomeUser, rootFingerprint);
        var pages = VisitorSystems.All.Select(system => (FileOf(system), Encoding.UTF8.GetBytes(Around(site, new HelpMarkup(values, system).Page(FileOf)).ToString())));
        return [.. pages, .. Assets.Select(name => (name, AssetFiles.Bytes(name)))];
    }

    /// <summary>For docs/users.</summary>
    public static string Markdown(SiteProfile site)
    {
        var text = HelpTemplate.Expand(HelpTexts.Whole, HelpValues.Of(site, HelpPageTexts.SomeUser, null), value => value);
        var output = new StringBuilder("# " + HelpPageTexts.Title(site.Site) + "\n\n" + HelpPageTexts.Lead + "\n\n");
        var wasEmpty = false;
        foreach (var line in text.Split('\n'))
        {
            var isEmpty = line.Length == 0;
            if (isEmpty && wasEmpty)
                continue;
            wasEmpty = isEmpty;
            output.Append(Heading(line)).Append('\n');
        }

        return output.ToString().TrimEnd('\n') + "\n";
    }

    private static string FileOf(VisitorSystem system) => system == VisitorSystem.Linux ? "index.html" : system.Word() + ".html";

    private static string Heading(string line)
    {
        if (!line.StartsWith("##", StringComparison.Ordinal) || line.IndexOf(" {#", StringComparison.Ordinal) is not (> 0 and var at))
            return line;
        var anchor = line[(at + 3)..].TrimEnd('}').Split(' ')[0];
        return $"<a id=\"{anchor}\"></a>\n\n{line[..at]}";
    }

    private static Markup Around(SiteProfile site, Markup page) => Markup.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="{ContentSecurityPolicy}">
        <title>{HelpPageTexts.Title(site.Site)}</title>
        <link rel="stylesheet" href="portal.css">
        <link rel="icon" type="image/svg+xml" href="icon.svg">
        {Head(name => name)}</head>
        <body>
        <a class="skip" href="#main">{PortalTexts.SkipToContent}</a>
        <header class="top"><div class="bar"><a class="brand" href="{site.Portal}">{SiteMark.Picture}<span>{site.Site}</span></a></div></header>
        <main id="main">
        <h1>{HelpPageTexts.Title(site.Site)}</h1>
        {page}
        </main>
        <footer class="foot"><p>{PortalTexts.Footer}</p></footer>
        </body>
        </html>

        """);
}
