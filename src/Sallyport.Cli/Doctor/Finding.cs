using System.Text.Json.Serialization;

namespace Sallyport.Cli.Doctor;

/// <summary>How a thing is. Printed by name: only ever added to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    Fine = 1,

    /// <summary>Not as we made it, but nothing that must be mended.</summary>
    Note = 2,

    Wrong = 3,
}

/// <summary>What a check found.</summary>
/// <param name="Subject">The thing that was looked at, such as <c>clock</c> or a path.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Sentence">What was found.</param>
/// <param name="Mend">What to do about it; null when nothing is to be done.</param>
internal sealed record Finding(string Subject, Verdict Verdict, string Sentence, string? Mend)
{
    public static Finding Fine(string subject, string sentence) => new(subject, Verdict.Fine, sentence, null);

    public static Finding Note(string subject, string sentence, string mend) => new(subject, Verdict.Note, sentence, mend);

    public static Finding Wrong(string subject, string sentence, string mend) => new(subject, Verdict.Wrong, sentence, mend);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class FindingJson : JsonSerializerContext;
