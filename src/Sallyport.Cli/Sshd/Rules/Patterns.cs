using System.IO.Enumeration;

namespace Sallyport.Cli.Sshd.Rules;

/// <summary>sshd's patterns: <c>*</c>, <c>?</c>, lists with commas, <c>!</c> for no.</summary>
internal static class Patterns
{
    public static bool Matches(string text, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    /// <summary>The positive patterns of a list.</summary>
    public static IEnumerable<string> Positive(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(pattern => pattern[0] != '!');
}
