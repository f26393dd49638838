using System.Text.Json;

namespace Sallyport.Authority.Duo.Wire;

/// <summary>Parameters that came as one flat JSON object (the SDKs' signature form 5).</summary>
internal static class JsonParameters
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    /// <summary>The parameters, or null when the body is anything but an object of texts, numbers and truth values.</summary>
    public static FormParameters? TryParse(ReadOnlyMemory<byte> body, int most = FormParameters.MaxBytes)
    {
        if (body.Length > most)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.GetPropertyCount() > FormParameters.MaxParameters)
                return null;
            var pairs = new List<KeyValuePair<string, string>>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (TextOf(property.Value) is not { } text)
                    return null;
                pairs.Add(new(property.Name, text));
            }
            return FormParameters.From(pairs);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with half a surrogate pair.
            return null;
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => null,
    };
}
