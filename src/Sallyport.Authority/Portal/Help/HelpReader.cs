using System.Text.RegularExpressions;

namespace Sallyport.Authority.Portal.Help;

/// <summary>
/// Reads a help text: the little of Markdown that Text/*.md uses. "## Title {#anchor}" begins a section, "### Title {#anchor linux macos}" a card.
/// What it does not know is a fault of the text, and thrown.
/// </summary>
internal static partial class HelpReader
{
    private const string Fence = "```";

    public static IReadOnlyList<HelpSection> Read(string text)
    {
        var sections = new List<HelpSection>();
        var opening = new List<HelpBlock>();
        var cards = new List<HelpCard>();
        var into = opening;
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        for (var at = 0; at < lines.Length;)
        {
            var line = lines[at];
            if (line.Length == 0)
            {
                at++;
            }
            else if (line.StartsWith('#'))
            {
                var heading = Heading().Match(line);
                if (!heading.Success)
                    throw new FormatException($"not a heading with an anchor: {line}");
                var (title, words) = (heading.Groups["title"].Value, heading.Groups["words"].Value.Split(' '));
                if (heading.Groups["level"].Value == "##")
                {
                    sections.Add(new HelpSection(words[0], title, opening = into = [], cards = []));
                }
                else
                {
                    var systems = words.Skip(1).Select(word => VisitorSystems.Named(word) ?? throw new FormatException($"not a system: {word}")).ToArray();
                    cards.Add(new HelpCard(words[0], title, systems, into = []));
                }

                at++;
            }
            else
            {
                if (sections.Count == 0)
                    throw new FormatException($"outside a section: {line}");
                into.Add(Block(lines, ref at));
            }
        }

        return sections;
    }

    private static HelpBlock Block(string[] lines, ref int at)
    {
        if (lines[at].StartsWith(Fence, StringComparison.Ordinal))
        {
            var end = Array.IndexOf(lines, Fence, at + 1);
            if (end < 0)
                throw new FormatException("a code block without an end");
            var code = string.Join('\n', lines[(at + 1)..end]);
            at = end + 1;
            return new HelpBlock.Code(code);
        }

        var mark = Marks().Match(lines[at]).Value;
        var gathered = new List<string>();
        for (; at < lines.Length && lines[at].Length > 0 && !lines[at].StartsWith(Fence, StringComparison.Ordinal) && !lines[at].StartsWith('#'); at++)
        {
            var own = Marks().Match(lines[at]).Value;
            if (Kind(own) != Kind(mark) && own.Length > 0)
                break;
            // A line without a mark goes on with the item above it.
            if (own.Length == 0 && gathered.Count > 0)
                gathered[^1] += " " + lines[at].TrimStart();
            else
                gathered.Add(lines[at][own.Length..]);
        }

        return Kind(mark) switch
        {
            '-' => new HelpBlock.Listed(gathered, IsNumbered: false),
            '1' => new HelpBlock.Listed(gathered, IsNumbered: true),
            '>' => new HelpBlock.Said(string.Join(' ', gathered)),
            '|' => new HelpBlock.Table([.. gathered.Where(row => !row.StartsWith("---", StringComparison.Ordinal)).Select(Cells)]),
            _ => new HelpBlock.Paragraph(string.Join(' ', gathered)),
        };
    }

    private static IReadOnlyList<string> Cells(string row) => [.. row.TrimEnd('|', ' ').Split('|').Select(cell => cell.Trim())];

    private static char Kind(string mark) => mark.Length == 0 ? ' ' : char.IsAsciiDigit(mark[0]) ? '1' : mark[0];

    [GeneratedRegex(@"^(?<level>##|###) (?<title>.+) \{#(?<words>[a-z0-9-]+( [a-z]+)*)\}$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(- |[0-9]\. |> |\| ?)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Marks();
}
