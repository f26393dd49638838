using SshWith2fa.Platform;

namespace SshWith2fa.Routes;

/// <summary>
/// Says whether the ssh configuration of this machine could turn a name into one of the site's. Only then is <c>ssh -G</c> worth
/// its 4 ms: a HostName can come from nowhere else than the configuration files and -o.
/// </summary>
/// <param name="isSiteName">Tells the site's names from others.</param>
/// <param name="ownInclude">The path of our own file, whose Include does not count.</param>
/// <param name="home">For "~/" in an Include.</param>
internal sealed class ConfigScan(Func<string, bool> isSiteName, string ownInclude, string home)
{
    private const int DeepestInclude = 8;

    /// <summary>True unless it is certain that no line of the file, or of those it includes, leads to one of the names.</summary>
    /// <param name="path">An ssh_config; one that is not there leads nowhere.</param>
    /// <param name="relativeTo">The directory of Include lines without a leading slash: ~/.ssh or /etc/ssh.</param>
    public bool MayLeadToSite(string path, string relativeTo) => File(path, relativeTo, 0);

    private bool File(string path, string relativeTo, int depth)
    {
        if (depth > DeepestInclude)
            return true;
        if (Files.ReadText(path) is not { } text)
            return false;
        // By hand: the framework's searches for one of several characters are compiled anew at each start, 5 ms in all.
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            if (end < 0)
                end = text.Length;
            var line = text.AsSpan(start, end - start).Trim();
            if (line.IsEmpty || line[0] == '#')
                continue;
            var keyword = 0;
            while (keyword < line.Length && !IsBetween(line[keyword]))
                keyword++;
            var value = keyword;
            while (value < line.Length && IsBetween(line[value]))
                value++;
            if (keyword < line.Length && Line(line[..keyword], line[value..], relativeTo, depth))
                return true;
        }
        return false;
    }

    private static bool IsBetween(char c) => c is ' ' or '\t' or '=';

    private static bool IsOneOf(char c, string all) => all.Contains(c, StringComparison.Ordinal);

    private static bool HasOneOf(string text, string all)
    {
        foreach (var c in text)
            if (IsOneOf(c, all))
                return true;
        return false;
    }

    private bool Line(ReadOnlySpan<char> keyword, ReadOnlySpan<char> value, string relativeTo, int depth)
    {
        if (keyword.Equals("hostname", StringComparison.OrdinalIgnoreCase))
            return value.Contains('%') || value.Contains('$') || isSiteName(value.Trim('"').ToString());
        if (keyword.Equals("include", StringComparison.OrdinalIgnoreCase))
            return Include(value, relativeTo, depth);
        return keyword.StartsWith("canonical", StringComparison.OrdinalIgnoreCase);
    }

    // One path, or a directory's *.conf as Debian has it; whatever is harder to follow is left to ssh -G.
    private bool Include(ReadOnlySpan<char> value, string relativeTo, int depth)
    {
        var path = value.Length > 1 && value[0] == '"' && value[^1] == '"' ? value[1..^1].ToString() : value.ToString();
        if (path == ownInclude)
            return false;
        if (HasOneOf(path, " \t\"%$"))
            return true;
        if (path.StartsWith("~/", StringComparison.Ordinal))
            path = Path.Combine(home, path[2..]);
        path = Path.Combine(relativeTo, path);
        if (!HasOneOf(path, "*?["))
            return File(path, relativeTo, depth + 1);
        var directory = Path.GetDirectoryName(path) ?? "/";
        if (Path.GetFileName(path) != "*.conf" || HasOneOf(directory, "*?["))
            return true;
        if (!Directory.Exists(directory))
            return false;
        foreach (var file in Directory.GetFiles(directory, "*.conf"))
            if (File(file, relativeTo, depth + 1))
                return true;
        return false;
    }
}
