using System.Text.Json.Serialization;
using Sallyport.Authority.Audit;

namespace Sallyport.Authority.Local;

/// <summary>A key that leaves the authority.</summary>
/// <param name="Uri">An otpauth URI.</param>
internal sealed record ExportedKeyMessage(string Name, string Uri);

/// <summary>Everything stored about a person, and no secret: neither keys, nor codes, nor what they are hashed to.</summary>
internal sealed record EverythingMessage(
    string Name,
    string Standing,
    StoredAppMessage? App,
    bool AppPending,
    SkeyMessage? Skey,
    int RecoveryCodes,
    BypassMessage? Bypass,
    DateTimeOffset? WebOtpUntil,
    int MessagePasscodes,
    IReadOnlyList<StoredDeviceMessage> Devices,
    IReadOnlyList<StoredPasskeyMessage> Passkeys,
    IReadOnlyList<StoredSessionMessage> Sessions,
    IReadOnlyList<DayKeyMessage> DayKeys,
    IReadOnlyList<StoredNetworkMessage> Networks,
    DateTimeOffset? UnknownNetworksLockedUntil,
    LastLoginMessage? LastLogin,
    IReadOnlyList<FailedMessage> FailedSince,
    int FormerFactors,
    StoredCaseMessage? HelpdeskCase,
    DateTimeOffset? HelpdeskCode,
    IReadOnlyList<AuditMessage> Audit);

/// <param name="LastCode">When the last code that counted was due; null when none was.</param>
internal sealed record StoredAppMessage(string Algorithm, int Digits, int Bits, DateTimeOffset? LastCode, int OffsetSeconds);

internal sealed record StoredDeviceMessage(
    int Number, string Name, string Kind, string? PhoneNumber, string? PushService, string? Delivery, string? Target, DateTimeOffset Added);

internal sealed record StoredPasskeyMessage(string Name, DateTimeOffset Added);

internal sealed record StoredSessionMessage(DateTimeOffset Began, string Means, string? Source);

/// <param name="Proof">What the caller proved; null when nothing was proved yet.</param>
internal sealed record StoredCaseMessage(string Helper, DateTimeOffset Opened, string? Proof);

internal sealed record StoredNetworkMessage(string Network, int WrongCodes, DateTimeOffset? LockedUntil, DateTimeOffset? LastSuccess, DateTimeOffset? DisownedUntil);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportedKeyMessage))]
[JsonSerializable(typeof(EverythingMessage))]
internal sealed partial class LeavingJson : JsonSerializerContext;
