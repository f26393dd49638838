using Sallyport.Authority.Configuration;
using Sallyport.Cli.Configuration;

namespace Sallyport.Cli.Backup;

/// <summary>Which files a site consists of, beside its database: configuration, secrets, its CA, its signing key, the site profile.</summary>
internal static class SiteFiles
{
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
        paths.UnionWith(NamedFile.In(configuration).Select(file => file.Path).Where(File.Exists));
        return [.. paths.Where(path => path != options.Socket && !(path + "/").StartsWith(options.NoticesFolder + "/", StringComparison.Ordinal))];
    }

    private static IEnumerable<string> Under(string folder) => Directory.EnumerateFileSystemEntries(folder, "*", Everything).Prepend(folder);

    private static bool IsDatabase(AuthorityOptions options, string path) =>
        Path.GetDirectoryName(path) == options.StateFolder.TrimEnd('/')
        && (Path.GetFileName(path).StartsWith(AuthorityOptions.Database, StringComparison.Ordinal) || path.EndsWith(".tmp", StringComparison.Ordinal));
}
