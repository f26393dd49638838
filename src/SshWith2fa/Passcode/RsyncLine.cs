namespace SshWith2fa.Passcode;

/// <summary>A command line of rsync with its remote shells taken out: rsync would keep only the last -e of several.</summary>
/// <param name="Shells">The value of every -e and --rsh, in order.</param>
/// <param name="Rest">All other words, in order.</param>
/// <param name="Host">"[user@]host" of the first remote operand; null for a local copy or one with an rsync daemon.</param>
internal sealed record RsyncLine(IReadOnlyList<string> Shells, IReadOnlyList<string> Rest, string? Host)
{
    private const string LettersWithValue = "fBMT@";

    private static readonly HashSet<string> LongWithValue = new(StringComparer.Ordinal)
    {
        "--address", "--backup-dir", "--block-size", "--bwlimit", "--cc", "--checksum-choice", "--checksum-seed", "--chmod", "--chown", "--compare-dest",
        "--compress-choice", "--compress-level", "--config", "--contimeout", "--copy-as", "--copy-dest", "--debug", "--early-input", "--exclude",
        "--exclude-from", "--files-from", "--filter", "--groupmap", "--iconv", "--include", "--include-from", "--info", "--link-dest", "--log-file",
        "--log-file-format", "--log-format", "--max-alloc", "--max-delete", "--max-size", "--min-size", "--modify-window", "--only-write-batch", "--out-format",
        "--outbuf", "--partial-dir", "--password-file", "--port", "--protocol", "--read-batch", "--remote-option", "--rsync-path", "--skip-compress",
        "--sockopts", "--stderr", "--stop-after", "--stop-at", "--suffix", "--temp-dir", "--time-limit", "--timeout", "--usermap", "--write-batch", "--zc", "--zl",
    };

    public static RsyncLine Read(IReadOnlyList<string> arguments)
    {
        var shells = new List<string>();
        var rest = new List<string>();
        string? host = null;
        var options = true;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (!options || word.Length < 2 || word[0] != '-')
            {
                host ??= HostOf(word);
                rest.Add(word);
                continue;
            }
            if (word == "--rsh")
            {
                if (++i < arguments.Count)
                    shells.Add(arguments[i]);
                continue;
            }
            if (word.StartsWith("--rsh=", StringComparison.Ordinal))
            {
                shells.Add(word["--rsh=".Length..]);
                continue;
            }
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                options = word != "--";
                rest.Add(word);
                if (LongWithValue.Contains(word) && ++i < arguments.Count)
                    rest.Add(arguments[i]);
                continue;
            }
            i = Cluster(arguments, i, shells, rest);
        }
        return new RsyncLine(shells, rest, host);
    }

    // "-prave ssh" and "-pravessh": what stands before the e stays.
    private static int Cluster(IReadOnlyList<string> arguments, int at, List<string> shells, List<string> rest)
    {
        var word = arguments[at];
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] != 'e' && !LettersWithValue.Contains(word[i], StringComparison.Ordinal))
                continue;
            var isShell = word[i] == 'e';
            var here = i + 1 < word.Length;
            if (isShell && i > 1)
                rest.Add(word[..i]);
            if (!isShell)
                rest.Add(word);
            if (isShell && here)
                shells.Add(word[(i + 1)..].TrimStart('='));
            if (here || ++at >= arguments.Count)
                return at;
            (isShell ? shells : rest).Add(arguments[at]);
            return at;
        }
        rest.Add(word);
        return at;
    }

    // "host:path", but neither "host::module" nor "rsync://host" nor a local file with a colon behind a slash.
    private static string? HostOf(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (word.Length > 0 && word[0] == '[' && word.IndexOf("]:", StringComparison.Ordinal) is > 0 and var bracket)
            colon = bracket + 1;
        if (colon < 1 || word.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash && slash < colon)
            return null;
        return word.AsSpan(colon).StartsWith("::", StringComparison.Ordinal) || word.AsSpan(colon).StartsWith("://", StringComparison.Ordinal) ? null : word[..colon];
    }
}
