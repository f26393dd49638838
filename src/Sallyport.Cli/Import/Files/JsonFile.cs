using System.Text.Json;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>What the JSON formats share: fields that may be missing, or of another type than the format says.</summary>
internal static class JsonFile
{
    /// <summary>Whether the file begins as JSON, and one of the words stands near its beginning.</summary>
    public static bool HasNearBeginning(KeyFile file, char first, params ReadOnlySpan<string> words)
    {
        var head = file.Head.TrimStart();
        if (!head.StartsWith(first))
            return false;
        foreach (var word in words)
        {
            if (head.Contains(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <exception cref="UnreadableFile">It is not JSON.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            // What a text begins with in some editors is no JSON.
            if (json.Span.StartsWith("\uFEFF"u8))
                json = json[3..];
            return JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Disallow, MaxDepth = 32 }).RootElement;
        }
        catch (JsonException broken)
        {
            throw new UnreadableFile($"the JSON is damaged at line {broken.LineNumber + 1}; export again");
        }
    }

    /// <summary>A member of an object, or nothing.</summary>
    public static JsonElement? At(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } some && some.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The elements of an array; none when it is not one.</summary>
    public static IEnumerable<JsonElement?> Each(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } some ? some.EnumerateArray().Select(e => (JsonElement?)e) : [];

    /// <summary>A text or a number as text; null for anything else, and for an empty text.</summary>
    public static string? Text(this JsonElement? element)
    {
        try
        {
            return element switch
            {
                { ValueKind: JsonValueKind.String } some when some.GetString() is { Length: > 0 } text => text,
                { ValueKind: JsonValueKind.Number } some => some.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
