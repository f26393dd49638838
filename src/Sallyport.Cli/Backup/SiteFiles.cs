using System.Text.RegularExpressions;
using Sallyport.Authority.Configuration;

namespace Sallyport.Cli.Backup;

/// <summary>Which files a site consists of, beside its database: configuration, secrets, its CA, its signing key, the site profile.</summary>
internal static partial class SiteFiles
{
    public const string Database = "sallyport.db";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Absolute paths, folders before what they contain.</summary>
    /// <param name="options">The configuration that was read.</param>
    /// <param name="configuration">Its file.</param>
    public static IReadOnlyList<string> Of(AuthorityOptions options, string configuration)
    {
        var own = Path.GetDirectoryName(AuthorityOptions.DefaultFile)!;
        var paths = new SortedSet<string>(StringComparer.Ordinal) { configuration };
        if (Path.GetDirectoryName(configuration) == own)
            paths.UnionWith(Under(own));
        paths.UnionWith(Under(options.StateFolder).Where(path => !IsDatabase(options, path)));
        paths.UnionWith(File.ReadLines(configuration)
            .Select(line => FileSetting().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["path"].Value.TrimEnd())
            .Where(File.Exists));
        return [.. paths.Where(path => path != options.Socket && !(path + "/").StartsWith(options.NoticesFolder + "/", StringComparison.Ordinal))];
    }

    private static IEnumerable<string> Under(string folder) => Directory.EnumerateFileSystemEntries(folder, "*", Everything).Prepend(folder);

    private static bool IsDatabase(AuthorityOptions options, string path) =>
        Path.GetDirectoryName(path) == options.StateFolder.TrimEnd('/')
        && (Path.GetFileName(path).StartsWith(Database, StringComparison.Ordinal) || path.EndsWith(".tmp", StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*[a-z-]+-file\s*=\s*""?(?<path>/[^""#]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FileSetting();
}
