using System.Text.Json.Serialization;

namespace Sallyport.Authority.Local;

/// <summary>People whom another system knew, at most <see cref="MostPeople"/> in one message.</summary>
/// <param name="DryRun">Say what would become of each, and change nothing.</param>
/// <param name="Replace">A factor of the same kind gives way.</param>
/// <param name="Weak">Keys of fewer than 128 bits are taken.</param>
/// <param name="AnyName">Names that this machine has no account for are registered too.</param>
internal sealed record ImportMessage(bool DryRun, bool Replace, bool Weak, bool AnyName, IReadOnlyList<ImportPersonMessage> People)
{
    public const int MostPeople = 200;
}

/// <param name="Origin">The other system, for the audit: at most 40 characters.</param>
/// <param name="ScratchCodes">Single-use codes, at most <see cref="MostScratchCodes"/>.</param>
internal sealed record ImportPersonMessage(
    string Name, string Origin, ImportTotpMessage? Totp, SkeyIssueMessage? Skey, IReadOnlyList<string>? ScratchCodes)
{
    public const int MostScratchCodes = 20;
}

/// <param name="LastStep">The last time step whose code was used there; null when nobody knows.</param>
internal sealed record ImportTotpMessage(byte[] Key, string Algorithm, int Digits, long? LastStep);

internal sealed record ImportedMessage(IReadOnlyList<ImportedPersonMessage> People);

/// <param name="Name">The name as it was given.</param>
/// <param name="Refusal">Why nothing of it was taken; null when all of it was, or would be.</param>
internal sealed record ImportedPersonMessage(string Name, string? Refusal);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImportMessage))]
[JsonSerializable(typeof(ImportedMessage))]
internal sealed partial class ImportJson : JsonSerializerContext;
