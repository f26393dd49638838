using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Repository;

/// <summary>The word list <c>plain-english.txt</c>: phrases that are not to be written, and what to write instead.</summary>
internal static class PlainEnglish
{
    public const string File = "tests/Repository/plain-english.txt";

    private static readonly string[] Documents = [".md", ".1", ".conf", ".service", ".socket", ".control", ".zsh", ".fish", ".bash", ".ps1"];

    /// <summary>One line of the list.</summary>
    /// <param name="Phrase">What not to write.</param>
    /// <param name="Instead">What to write.</param>
    /// <param name="Example">A text with the phrase in it.</param>
    internal sealed record Rule(Regex Phrase, string Instead, string Example);

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. Tree.Text(File).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ")).Select(parts =>
            new Rule(new Regex(parts[0], RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), parts[1], parts[2])),
    ];

    /// <summary>Whether people read the file: a document, or code whose texts they see.</summary>
    public static bool IsRead(string file) =>
        IsDocument(file) || (file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>Each phrase of the list in a file, with its line and what to write instead.</summary>
    public static IEnumerable<string> Faults(string file, string text) =>
        from piece in IsDocument(file) ? Lines(text) : Literals(text)
        from rule in Rules
        let match = rule.Phrase.Match(piece.Text)
        where match.Success
        select $"{file}:{piece.Line}: \"{match.Value.Trim()}\": write {rule.Instead}";

    private static bool IsDocument(string file) =>
        !file.StartsWith("tests/", StringComparison.Ordinal) && Documents.Contains(Path.GetExtension(file), StringComparer.Ordinal);

    private static IEnumerable<(int Line, string Text)> Lines(string text) => text.Split('\n').Select((line, i) => (i + 1, line));

    private static IEnumerable<(int Line, string Text)> Literals(string code) => CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens()
        .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken)
        .Select(token => (token.GetLocation().GetLineSpan().StartLinePosition.Line + 1, token.ValueText));
}
