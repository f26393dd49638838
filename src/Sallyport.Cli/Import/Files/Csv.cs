using System.Text;

namespace Sallyport.Cli.Import.Files;

/// <summary>Comma-separated values (RFC 4180), with any line ends.</summary>
internal static class Csv
{
    /// <summary>The records with the lines that they begin at.</summary>
    public static IEnumerable<(int Line, List<string> Fields)> Records(string text)
    {
        var (line, began, quoted) = (1, 1, false);
        var fields = new List<string>();
        var field = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            line += c == '\n' ? 1 : 0;
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append(c);
                i++;
            }
            else if (c == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(Taken(field));
            }
            else if (c == '\n' && !quoted)
            {
                fields.Add(Taken(field).TrimEnd('\r'));
                yield return (began, fields);
                (fields, began) = ([], line);
            }
            else
            {
                field.Append(c);
            }
        }

        if (fields.Count > 0 || field.Length > 0)
        {
            fields.Add(Taken(field).TrimEnd('\r'));
            yield return (began, fields);
        }
    }

    private static string Taken(StringBuilder field)
    {
        var text = field.ToString();
        field.Clear();
        return text;
    }
}
