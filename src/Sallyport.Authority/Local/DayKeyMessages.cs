using System.Text.Json.Serialization;

namespace Sallyport.Authority.Local;

/// <summary>A key that a person vouches for.</summary>
/// <param name="Key">The text of the <c>.pub</c> file.</param>
/// <param name="Until">A time of day in the site's zone, <c>19:00</c>; null: as long as the site allows.</param>
/// <param name="For">A length such as <c>10h</c>; null: as long as the site allows.</param>
/// <param name="OnlyFrom">Networks.</param>
/// <param name="Only"><c>sftp</c> or <c>git</c>; null: anything.</param>
internal sealed record VouchMessage(string Key, string? Until, string? For, IReadOnlyList<string> OnlyFrom, string? Only);

/// <summary>A day key.</summary>
/// <param name="Network">The one network in which it opens; null when none has used it yet.</param>
/// <param name="RefusedIn">Another network that was refused.</param>
internal sealed record DayKeyMessage(
    string Fingerprint,
    string Type,
    string Comment,
    DateTimeOffset Vouched,
    DateTimeOffset FactorAt,
    string Factor,
    DateTimeOffset Until,
    string? Network,
    IReadOnlyList<string> OnlyFrom,
    string? Only,
    string? RefusedIn);

/// <param name="Fingerprint">The key's, or the beginning of it; null: all.</param>
internal sealed record RevokeKeyMessage(string? Fingerprint);

/// <summary>sshd asks what a key opens.</summary>
internal sealed record OfferedKeyMessage(string User, string Type, string Key);

/// <param name="Line">A line of <c>authorized_keys</c>; null: nothing.</param>
internal sealed record AuthorizedKeyMessage(string? Line);

/// <summary>The door's PAM service says that a session begins.</summary>
/// <param name="Source">The client's address.</param>
/// <param name="Door">The PAM service.</param>
/// <param name="Methods">A line for each authentication method that sshd was satisfied with (<c>SSH_AUTH_INFO_0</c>).</param>
/// <param name="KeysAllowed">Whether the door takes other public keys from that address.</param>
internal sealed record DoorSessionMessage(string User, string Source, string Door, string Methods, bool KeysAllowed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VouchMessage))]
[JsonSerializable(typeof(DayKeyMessage))]
[JsonSerializable(typeof(IReadOnlyList<DayKeyMessage>))]
[JsonSerializable(typeof(RevokeKeyMessage))]
[JsonSerializable(typeof(OfferedKeyMessage))]
[JsonSerializable(typeof(AuthorizedKeyMessage))]
[JsonSerializable(typeof(DoorSessionMessage))]
internal sealed partial class DayKeyJson : JsonSerializerContext;
