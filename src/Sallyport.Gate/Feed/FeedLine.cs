using System.Text.Json;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Feed;

/// <summary>One line of the authority's feed, such as <c>{"at":"2026-11-20T18:30:00Z","outcome":"wrong-code","source":"192.0.2.7"}</c>.</summary>
internal readonly record struct FeedLine(SourceAddress Source, LoginOutcome Outcome)
{
    /// <summary>Null for an empty line (a sign of life) and for what is not understood: a newer authority may say more than we know.</summary>
    public static FeedLine? TryParse(string line)
    {
        if (line.Length == 0)
            return null;
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("outcome", out var outcome) && outcome.ValueKind == JsonValueKind.String
                && json.RootElement.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String
                && EnumNames.Outcome(outcome.GetString()!) is { } known && SourceAddress.TryParse(source.GetString()!) is { } address
                ? new FeedLine(address, known)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null; // a string that is no text: half a surrogate pair
        }
    }
}
