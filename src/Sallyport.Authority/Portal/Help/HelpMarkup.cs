using System.Globalization;
using System.Text.RegularExpressions;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Help;

/// <summary>
/// The help texts as HTML. A site's values never meet the reader of the texts: in their place it sees a mark, and at the end each is put in as
/// plain text, which <see cref="Markup"/> escapes. So no value can become markup, a link or the end of a code block.
/// </summary>
internal sealed partial class HelpMarkup
{
    private const char Begin = '\ue000', End = '\ue001';

    private readonly List<string> inserted = [];
    private readonly IReadOnlyList<HelpSection> sections;
    private readonly VisitorSystem system;

    public HelpMarkup(HelpValues values, VisitorSystem system)
    {
        this.system = system;
        sections = HelpReader.Read(HelpTemplate.Expand(HelpTexts.Whole, values, Insert));
    }

    /// <param name="addressOf">Where the page for another system is.</param>
    public Markup Page(Func<VisitorSystem, string> addressOf) => Markup.Of($"""
        <p class="lead">{HelpPageTexts.Lead}</p>
        <nav class="systems" aria-label="{HelpPageTexts.System}"><ul>{VisitorSystems.All.Select(other => Choice(other, addressOf))}</ul></nav>
        <nav class="contents" aria-label="{HelpPageTexts.Contents}"><ul>{sections.Select(section => Markup.Of($"""<li><a href="#{section.Anchor}">{Plain(section.Title)}</a></li>"""))}</ul></nav>
        {sections.Select(Section)}
        """);

    private Markup Choice(VisitorSystem other, Func<VisitorSystem, string> addressOf) => other == system
        ? Markup.Of($"""<li><a class="badge good" href="{addressOf(other)}" aria-current="page">{other.Title()}</a></li>""")
        : Markup.Of($"""<li><a class="badge" href="{addressOf(other)}">{other.Title()}</a></li>""");

    private Markup Section(HelpSection section) => Markup.Of($"""
        <section class="help" id="{section.Anchor}" aria-labelledby="{section.Anchor}-title">
        <h2 id="{section.Anchor}-title">{Plain(section.Title)}</h2>
        {section.Opening.Select(Block)}{Markup.When(section.Cards.Count > 0, () => Markup.Of($"""<div class="cards">{section.CardsFor(system).Select(Card)}</div>"""))}
        </section>

        """);

    private Markup Card(HelpCard card) => Markup.Of($"""
        <article class="card" id="{card.Anchor}" aria-labelledby="{card.Anchor}-title"><header><h3 id="{card.Anchor}-title">{Plain(card.Title)}</h3>{Systems(card)}</header>
        {card.Blocks.Select(Block)}</article>

        """);

    // Whose it is, where it is not the visitor's.
    private Markup Systems(HelpCard card) =>
        Markup.When(card.Systems.Count > 0 && !card.Systems.Contains(system), () => Markup.Of($"""<span class="hint">{string.Join(", ", card.Systems.Select(VisitorSystems.Title))}</span>"""));

    private Markup Block(HelpBlock block) => block switch
    {
        HelpBlock.Paragraph paragraph => Markup.Of($"<p>{Inline(paragraph.Text)}</p>\n"),
        HelpBlock.Said said => Markup.Of($"<p class=\"said\"><samp>{Plain(said.Text)}</samp></p>\n"),
        HelpBlock.Listed { IsNumbered: true } list => Markup.Of($"<ol>{list.Items.Select(Item)}</ol>\n"),
        HelpBlock.Listed list => Markup.Of($"<ul>{list.Items.Select(Item)}</ul>\n"),
        HelpBlock.Code code => Markup.Of($"<div class=\"copy\"><pre class=\"command\"><code>{Lines(code.Text.Split('\n'))}</code></pre></div>\n"),
        HelpBlock.Table table => Markup.Of($"<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>{table.Rows[0].Select(cell => Markup.Of($"<th scope=\"col\">{Inline(cell)}</th>"))}</tr></thead><tbody>{table.Rows.Skip(1).Select(Row)}</tbody></table></div>\n"),
        _ => throw new InvalidOperationException($"no markup is known for {block.GetType().Name}"),
    };

    // Each line by itself, so that one which is folded looks like one. The newlines are what is copied.
    private IEnumerable<Markup> Lines(string[] lines) => lines.Select((line, at) => at < lines.Length - 1
        ? Markup.Of($"<span class=\"line\">{Plain(line)}\n</span>")
        : Markup.Of($"<span class=\"line\">{Plain(line)}</span>"));

    private Markup Item(string text) => Markup.Of($"<li>{Inline(text)}</li>");

    private Markup Row(IReadOnlyList<string> cells) => Markup.Of($"<tr>{cells.Select(cell => Markup.Of($"<td>{Inline(cell)}</td>"))}</tr>");

    private Markup Inline(string text)
    {
        var parts = new List<Markup>();
        var at = 0;
        foreach (Match match in Marked().Matches(text))
        {
            parts.Add(Markup.Of($"{Plain(text[at..match.Index])}"));
            parts.Add(Part(match));
            at = match.Index + match.Length;
        }

        parts.Add(Markup.Of($"{Plain(text[at..])}"));
        return Markup.Of($"{parts}");
    }

    private Markup Part(Match match)
    {
        if (match.Groups["code"] is { Success: true } code)
            return Markup.Of($"<code>{Plain(code.Value)}</code>");
        if (match.Groups["strong"] is { Success: true } strong)
            return Markup.Of($"<strong>{Plain(strong.Value)}</strong>");
        var (title, target) = (Plain(match.Groups["title"].Value), Plain(match.Groups["target"].Value));
        return target.StartsWith('#') || target.StartsWith("https://", StringComparison.Ordinal)
            ? Markup.Of($"""<a href="{target}">{title}</a>""")
            : Markup.Of($"{title}");
    }

    private string Insert(string value)
    {
        inserted.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"{Begin}{inserted.Count - 1}{End}");
    }

    /// <summary>The text with the values in their places: still text.</summary>
    private string Plain(string text) => Mark().Replace(text, match => inserted[int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture)]);

    [GeneratedRegex("`(?<code>[^`]+)`|\\*\\*(?<strong>[^*]+)\\*\\*|\\[(?<title>[^\\]]+)\\]\\((?<target>[^)]+)\\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Marked();

    [GeneratedRegex("\ue000(?<index>[0-9]+)\ue001", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Mark();
}
