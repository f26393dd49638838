using System.Text.RegularExpressions;
using Sallyport.Settings;

namespace Sallyport.Cli.Configuration;

/// <summary>A file that a configuration names: the value of a setting whose key ends with <c>-file</c>.</summary>
/// <param name="Key">For instance <c>secret-file</c>.</param>
/// <param name="Path">As written: absolute.</param>
/// <param name="Line">Counted from 1.</param>
internal sealed partial record NamedFile(string Key, string Path, int Line)
{
    private static readonly string[] Secrets = ["secret-file", "token-file", "key-file", "certificate-key-file"];

    /// <summary>Whether nobody but the authority may read it.</summary>
    public bool IsSecret => Secrets.Contains(Key, StringComparer.Ordinal);

    /// <exception cref="IOException">The configuration cannot be read.</exception>
    public static IReadOnlyList<NamedFile> In(string configuration) =>
    [
        .. BoundedFile.Lines(configuration)
            .Select((line, index) => (Match: Setting().Match(line), Line: index + 1))
            .Where(found => found.Match.Success)
            .Select(found => new NamedFile(found.Match.Groups["key"].Value, found.Match.Groups["path"].Value.TrimEnd(), found.Line)),
    ];

    [GeneratedRegex(@"^\s*(?<key>[a-z-]+-file)\s*=\s*""?(?<path>/[^""#]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Setting();
}
