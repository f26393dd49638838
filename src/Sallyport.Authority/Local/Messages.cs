using System.Text.Json.Serialization;
using Sallyport.Authority.Audit;

namespace Sallyport.Authority.Local;

// What travels between the command line and the authority. Times are UTC; names are UNIX user names.
internal sealed record ErrorMessage(string Error);

/// <param name="You">Who the authority takes the caller for.</param>
internal sealed record HealthMessage(
    string Version, DateTimeOffset Started, IReadOnlyList<string> Faces, string? You, bool YouAdminister);

/// <summary>Everything about one person that is no secret.</summary>
internal sealed record PersonMessage(
    string Name,
    string Standing,
    TotpMessage? Totp,
    bool TotpPending,
    SkeyMessage? Skey,
    DateTimeOffset? WebOtpUntil,
    int RecoveryCodes,
    BypassMessage? Bypass,
    LastLoginMessage? LastLogin,
    IReadOnlyList<FailedMessage> FailedSince,
    IReadOnlyList<LockoutMessage> Closed);

/// <param name="CodesFrom">Until then none of its codes counts, because the last one that did was of a clock that ran ahead; null when they count.</param>
internal sealed record TotpMessage(string Algorithm, int Digits, int OffsetSeconds, DateTimeOffset? CodesFrom = null);

internal sealed record SkeyMessage(string Challenge, int LinesLeft);

internal sealed record BypassMessage(int UsesLeft, DateTimeOffset Expires);

internal sealed record LastLoginMessage(DateTimeOffset At, string? Source, string? Factor);

internal sealed record FailedMessage(string Network, int Count);

/// <param name="Network">The closed network, or <c>never-successful</c> for all of those.</param>
internal sealed record LockoutMessage(string Network, DateTimeOffset Until);

/// <param name="Key">The key in base32, without padding.</param>
internal sealed record TotpStartedMessage(string Uri, string Key);

internal sealed record TotpStartMessage(string Algorithm = "sha1", int Digits = 6);

/// <summary>An app to enrol before the shell starts.</summary>
/// <param name="Offer">Null when none is offered: the person has a factor, is locked, or the roll-out does not ask at the login.</param>
/// <param name="Until">From this day on there is no login from outside without a factor; null when no day is set.</param>
internal sealed record TotpAtLoginMessage(TotpStartedMessage? Offer, DateOnly? Until);

internal sealed record CodeMessage(string Code);

/// <param name="OffsetSteps">How many time steps the code is off; null when it is none of the 41 around now.</param>
internal sealed record TotpTestedMessage(bool Accepted, int? OffsetSteps, bool Used);

/// <param name="GoogleAuthenticator">The text of a <c>~/.google_authenticator</c> file.</param>
internal sealed record TotpImportMessage(string GoogleAuthenticator);

internal sealed record TotpImportedMessage(int ScratchCodes, IReadOnlyList<string> Remarks);

/// <param name="LastHash">The value above the first line, in hexadecimal.</param>
internal sealed record SkeyIssueMessage(string Algorithm, string Seed, int Lines, string LastHash, bool IsCalculated = false);

/// <summary>What a new sheet should look like.</summary>
internal sealed record SkeyPlanMessage(string Site, string Algorithm, string Seed, int Lines);

internal sealed record CodesMessage(IReadOnlyList<string> Codes);

internal sealed record WebOtpMessage(string Code, DateTimeOffset Expires);

/// <param name="Url">Signs in once, together with a second factor.</param>
internal sealed record PortalLinkMessage(string Url, DateTimeOffset Expires);

internal sealed record BypassRequestMessage(int Uses, double Hours);

internal sealed record BypassIssuedMessage(string Code, int Uses, DateTimeOffset Expires);

/// <param name="Reached">Where it is reached, without what only its person should know.</param>
internal sealed record DeviceMessage(int Number, string Name, string Kind, string Reached, DateTimeOffset Added)
{
    /// <summary>The <see cref="Number"/> of a phone that waits for its passcode.</summary>
    public const int Unproved = 0;
}

/// <param name="Proved">The administrator knows that the number is the user's.</param>
internal sealed record PhoneRequestMessage(string Name, string Number, bool Proved = false);

/// <param name="Delivery">A <c>[deliver NAME]</c> of the site's; empty: none.</param>
/// <param name="Target">The address there.</param>
internal sealed record ChannelMessage(string Delivery, string Target);

internal sealed record HostMessage(string Name, string IntegrationKey, string Clients);

internal sealed record HostRequestMessage(string Name, string Clients);

internal sealed record HostAddedMessage(string Name, string IntegrationKey, string SecretKey, string ApiHost, string? CertificateAuthority);

internal sealed record NetworkMessage(string Network);

internal sealed record AuditVerdictMessage(long Rows, string Head, long? BrokenAt, string? RolledBack);

/// <summary>How far the roll-out is.</summary>
/// <param name="Everybody">The first day for everybody; 0001-01-01 when a factor is demanded already, null when no day is set.</param>
/// <param name="Day">The day of the question.</param>
/// <param name="Ready">Registered people with a factor.</param>
/// <param name="KeptOut">Who would be kept out on that day, or is already.</param>
/// <param name="Later">Who has no factor either, and need not have one by that day.</param>
internal sealed record RolloutMessage(
    DateOnly? Everybody,
    IReadOnlyList<RolloutGroupMessage> Groups,
    DateOnly Day,
    int Ready,
    IReadOnlyList<UnreadyMessage> KeptOut,
    IReadOnlyList<UnreadyMessage> Later);

internal sealed record RolloutGroupMessage(string Group, DateOnly From);

internal sealed record UnreadyMessage(string Name, DateOnly? From, DateTimeOffset? LastLogin);

/// <summary>One line of the gates' feed: what became of a login, and where it came from. No name: the gate holds no secret.</summary>
/// <param name="Outcome"><c>success</c>, <c>wrong-code</c>, <c>denied-push</c>, <c>refused</c> or <c>password-next</c> (docs/operators/gate.md); a reader skips words that it does not know.</param>
internal sealed record LoginResultMessage(DateTimeOffset At, string Outcome, string Source);

/// <param name="Payload">The profile as published; null when none is.</param>
/// <param name="KeyFingerprint">Of the key that signs it.</param>
/// <param name="RootFingerprint">SHA-256 of the authority's own root certificate in hexadecimal; null with a certificate of the site's.</param>
internal sealed record SiteMessage(string? Payload, string? KeyFingerprint, string? RootFingerprint, string Portal);

internal sealed record SiteRequestMessage(string Payload);

internal sealed record SitePublishedMessage(long Serial);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(HealthMessage))]
[JsonSerializable(typeof(PersonMessage))]
[JsonSerializable(typeof(IReadOnlyList<PersonMessage>))]
[JsonSerializable(typeof(TotpStartMessage))]
[JsonSerializable(typeof(TotpStartedMessage))]
[JsonSerializable(typeof(TotpAtLoginMessage))]
[JsonSerializable(typeof(CodeMessage))]
[JsonSerializable(typeof(TotpTestedMessage))]
[JsonSerializable(typeof(TotpImportMessage))]
[JsonSerializable(typeof(TotpImportedMessage))]
[JsonSerializable(typeof(SkeyMessage))]
[JsonSerializable(typeof(SkeyIssueMessage))]
[JsonSerializable(typeof(SkeyPlanMessage))]
[JsonSerializable(typeof(CodesMessage))]
[JsonSerializable(typeof(DeviceMessage))]
[JsonSerializable(typeof(IReadOnlyList<DeviceMessage>))]
[JsonSerializable(typeof(PhoneRequestMessage))]
[JsonSerializable(typeof(ChannelMessage))]
[JsonSerializable(typeof(WebOtpMessage))]
[JsonSerializable(typeof(PortalLinkMessage))]
[JsonSerializable(typeof(BypassRequestMessage))]
[JsonSerializable(typeof(BypassIssuedMessage))]
[JsonSerializable(typeof(HostMessage))]
[JsonSerializable(typeof(IReadOnlyList<HostMessage>))]
[JsonSerializable(typeof(HostRequestMessage))]
[JsonSerializable(typeof(HostAddedMessage))]
[JsonSerializable(typeof(NetworkMessage))]
[JsonSerializable(typeof(IReadOnlyList<NetworkMessage>))]
[JsonSerializable(typeof(AuditMessage))]
[JsonSerializable(typeof(IReadOnlyList<AuditMessage>))]
[JsonSerializable(typeof(AuditVerdictMessage))]
[JsonSerializable(typeof(SiteMessage))]
[JsonSerializable(typeof(SiteRequestMessage))]
[JsonSerializable(typeof(SitePublishedMessage))]
[JsonSerializable(typeof(LoginResultMessage))]
[JsonSerializable(typeof(RolloutMessage))]
internal sealed partial class LocalJson : JsonSerializerContext;
