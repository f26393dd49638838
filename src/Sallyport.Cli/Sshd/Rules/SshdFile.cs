using System.Collections.Immutable;
using Sallyport.Settings;

namespace Sallyport.Cli.Sshd.Rules;

/// <param name="Keyword">The keyword, in lower case.</param>
/// <param name="Text">The line as written, without blanks around it.</param>
internal sealed record ConfigLine(string Keyword, string Text)
{
    /// <summary>What follows the keyword.</summary>
    public string Value => Text[Keyword.Length..].TrimStart(' ', '\t', '=').TrimEnd();
}

/// <param name="Criteria">What follows the word <c>Match</c>.</param>
/// <param name="Lines">The lines that count where it matches.</param>
internal sealed record MatchBlock(string Criteria, ImmutableArray<ConfigLine> Lines)
{
    public string Head => "Match " + Criteria;

    /// <summary>The kinds of criteria, in lower case, with what they want.</summary>
    public IEnumerable<(string Kind, string Patterns)> Wanted()
    {
        var words = SshdFile.Words(Criteria);
        for (var at = 0; at < words.Count; at++)
        {
            var pair = words[at].Split('=', 2);
            var kind = pair[0].ToLowerInvariant();
            yield return kind is "all" or "invalid-user" ? (kind, "") : (kind, pair.Length > 1 ? pair[1] : at + 1 < words.Count ? words[++at] : "");
        }
    }
}

/// <summary>An sshd_config with everything that it includes in its place, in the order in which sshd reads it.</summary>
/// <param name="Global">The lines outside <c>Match</c>.</param>
/// <param name="Blocks">The <c>Match</c> blocks.</param>
/// <param name="Included">The patterns of the files that it includes outside <c>Match</c>.</param>
internal sealed record SshdFile(ImmutableArray<ConfigLine> Global, ImmutableArray<MatchBlock> Blocks, ImmutableArray<string> Included)
{
    /// <summary>sshd's own limit.</summary>
    private const int MostIncludes = 16;

    public static SshdFile Read(string path)
    {
        var reader = new ConfigParser();
        reader.Read(path, null, 0);
        return new SshdFile([.. reader.Global], [.. reader.Blocks.Select(block => new MatchBlock(block.Criteria, [.. block.Lines]))], [.. reader.Included]);
    }

    /// <summary>Whether a file of that path is read, or would be if it were there, outside <c>Match</c>.</summary>
    public bool Includes(string path) => Included.Any(pattern => Patterns.Matches(path, pattern));

    /// <summary>Words between blanks; quotes keep blanks together.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is ' ' or '\t')
            {
                at++;
                continue;
            }

            var quoted = text[at] == '"' ? text.IndexOf('"', at + 1) : -1;
            var end = quoted > 0 ? quoted : text.AsSpan(at).IndexOfAny(' ', '\t') is var blank and >= 0 ? at + blank : text.Length;
            words.Add(quoted > 0 ? text[(at + 1)..end] : text[at..end]);
            at = quoted > 0 ? end + 1 : end;
        }

        return words;
    }

    private sealed class ConfigParser
    {
        public List<ConfigLine> Global { get; } = [];

        public List<string> Included { get; } = [];

        public List<(string Criteria, List<ConfigLine> Lines)> Blocks { get; } = [];

        /// <summary>A Match of an included file counts to that file's end, and only where the Match around the Include does.</summary>
        public void Read(string path, string? around, int depth)
        {
            var present = around;
            foreach (var raw in BoundedFile.Lines(path))
            {
                var text = raw.Trim();
                if (text.Length == 0 || text[0] == '#')
                    continue;
                var end = text.AsSpan().IndexOfAny(' ', '\t', '=');
                var line = new ConfigLine((end < 0 ? text : text[..end]).ToLowerInvariant(), text);
                switch (line.Keyword)
                {
                    case "match":
                        present = around is null ? line.Value : around + " " + line.Value;
                        Blocks.Add((present, []));
                        break;
                    case "include" when depth < MostIncludes:
                        if (present is null)
                            Included.AddRange(Words(line.Value).Select(Rooted));
                        foreach (var included in Words(line.Value).Select(Rooted).SelectMany(Found))
                        {
                            Read(included, present, depth + 1);
                            if (present is not null)
                                Blocks.Add((present, []));
                        }

                        break;
                    case "include":
                        throw new InvalidDataException($"{path} includes files that include files, more than {MostIncludes} deep");
                    default:
                        (present is null ? Global : Blocks[^1].Lines).Add(line);
                        break;
                }
            }
        }

        private static string Rooted(string pattern) => Path.IsPathRooted(pattern) ? pattern : Path.Combine("/etc/ssh", pattern);

        private static IEnumerable<string> Found(string path)
        {
            var folder = Path.GetDirectoryName(path)!;
            return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(file => Patterns.Matches(file, path)).Order(StringComparer.Ordinal) : [];
        }
    }
}
