using System.Text;

namespace SshWith2fa.Passcode;

/// <summary>
/// The command in rsync's -e and RSYNC_RSH, which rsync itself splits (main.c do_cmd): at spaces, with ' and " as quotes, the same
/// quote twice within them for itself; a backslash means nothing.
/// </summary>
internal static class RemoteShell
{
    public static IReadOnlyList<string> Split(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inside = false;
        var quote = '\0';
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (quote != '\0')
            {
                if (c != quote)
                    word.Append(c);
                else if (i + 1 < command.Length && command[i + 1] == quote)
                    word.Append(command[++i]);
                else
                    quote = '\0';
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                inside = true;
            }
            else if (c == ' ')
            {
                if (inside)
                    words.Add(word.ToString());
                word.Clear();
                inside = false;
            }
            else
            {
                word.Append(c);
                inside = true;
            }
        }
        if (inside)
            words.Add(word.ToString());
        return words;
    }

    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    private static string Quoted(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAny(' ', '\'', '"') ? word : "\"" + word.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
