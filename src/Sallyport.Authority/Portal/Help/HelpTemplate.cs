using System.Text;
using System.Text.RegularExpressions;

namespace Sallyport.Authority.Portal.Help;

/// <summary>
/// Puts a site's values into a help text. {{name}} is a value; a line {{#if name}} keeps what follows up to {{/}} when the site has it,
/// a line {{#each names}} repeats it for each. A name that nobody gave is a fault of the text, and thrown.
/// </summary>
internal static partial class HelpTemplate
{
    /// <param name="template">The text.</param>
    /// <param name="values">What the site has.</param>
    /// <param name="insert">What stands in the place of a value.</param>
    public static string Expand(string template, HelpValues values, Func<string, string> insert)
    {
        var output = new StringBuilder();
        var lines = template.Split('\n');
        var at = 0;
        Part(lines, ref at, values, insert, output);
        return at == lines.Length ? output.ToString() : throw new FormatException("{{/}} without a beginning");
    }

    private static void Part(string[] lines, ref int at, HelpValues values, Func<string, string> insert, StringBuilder? output)
    {
        while (at < lines.Length)
        {
            var line = lines[at++];
            if (line == "{{/}}")
            {
                at--;
                return;
            }

            if (Opening().Match(line) is not { Success: true } opening)
            {
                output?.Append(Value().Replace(line, match => insert(values.Text(match.Groups["name"].Value)))).Append('\n');
                continue;
            }

            var begin = at;
            var name = opening.Groups["name"].Value;
            if (opening.Groups["word"].Value == "if")
            {
                Part(lines, ref at, values, insert, output is not null && values.Has(name) ? output : null);
            }
            else
            {
                IReadOnlyList<HelpValues> items = output is null ? [] : values.Items(name);
                // Once without a word, so that the end is found where there are none.
                Part(lines, ref at, items is [var first, ..] ? first : values, insert, items.Count == 0 ? null : output);
                foreach (var item in items.Skip(1))
                {
                    at = begin;
                    Part(lines, ref at, item, insert, output);
                }
            }

            if (at >= lines.Length)
                throw new FormatException($"{line} without an end");
            at++;
        }
    }

    [GeneratedRegex(@"^\{\{#(?<word>if|each) (?<name>[a-z0-9.-]+)\}\}$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\{\{(?<name>[a-z0-9.-]+)\}\}", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Value();
}
