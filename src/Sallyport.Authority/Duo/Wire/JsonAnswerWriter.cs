using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sallyport.Authority.Duo.Wire;

/// <summary>Writes answers as JSON objects, of the same shape as their BSON form.</summary>
internal static class JsonAnswerWriter
{
    // Nothing here is ever part of a page, and libduo's parser reads plain UTF-8.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(DuoDocument document)
    {
        using var stream = new MemoryStream(512);
        using (var writer = new Utf8JsonWriter(stream, Options))
            WriteDocument(writer, document);
        return stream.ToArray();
    }

    private static void WriteDocument(Utf8JsonWriter writer, DuoDocument document)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in document)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, DuoValue value)
    {
        switch (value)
        {
            case DuoValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case DuoValue.Number number:
                writer.WriteNumberValue(number.Value);
                break;
            case DuoValue.Document document:
                WriteDocument(writer, document.Value);
                break;
            case DuoValue.List list:
                writer.WriteStartArray();
                foreach (var item in list.Values)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} has no JSON form", nameof(value));
        }
    }
}
