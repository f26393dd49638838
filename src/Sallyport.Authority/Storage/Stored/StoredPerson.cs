using System.Text.Json.Serialization;

namespace Sallyport.Authority.Storage.Stored;

/// <summary>A person as JSON inside the seal. Names and numbers are stored: they are only ever added to; times are UTC ticks.</summary>
internal sealed class StoredPerson
{
    public const int CurrentFormat = 1;

    [JsonPropertyName("f")] public int Format { get; set; }
    [JsonPropertyName("st")] public int Standing { get; set; }
    [JsonPropertyName("totp")] public StoredTotp? Totp { get; set; }
    [JsonPropertyName("pend")] public StoredTotpKey? PendingTotp { get; set; }
    [JsonPropertyName("skey")] public StoredSkey? Skey { get; set; }
    [JsonPropertyName("web")] public StoredWebOtp? WebOtp { get; set; }
    [JsonPropertyName("rec")] public StoredPasscode[]? RecoveryCodes { get; set; }
    [JsonPropertyName("byp")] public StoredBypass? Bypass { get; set; }
    [JsonPropertyName("dev")] public StoredDevices? Devices { get; set; }
    [JsonPropertyName("src")] public StoredSource[]? Sources { get; set; }
    [JsonPropertyName("sf")] public long[]? UnknownNetworkFailures { get; set; }
    [JsonPropertyName("sc")] public long? UnknownNetworksLockedUntil { get; set; }
    [JsonPropertyName("sr")] public long? UnknownNetworksForgottenAt { get; set; }
    [JsonPropertyName("last")] public StoredLogin? Last { get; set; }
    [JsonPropertyName("fail")] public StoredTries[]? FailedSince { get; set; }
    [JsonPropertyName("hc")] public long? HelpdeskCodeAt { get; set; }
    [JsonPropertyName("po")] public StoredPortal? Portal { get; set; }
    [JsonPropertyName("ret")] public StoredRetired[]? Retired { get; set; }
    [JsonPropertyName("dk")] public StoredDayKeys? DayKeys { get; set; }
}

internal sealed class StoredTotp
{
    [JsonPropertyName("k")] public StoredTotpKey Key { get; set; } = new();
    [JsonPropertyName("s")] public long LastStep { get; set; }
    [JsonPropertyName("o")] public int Offset { get; set; }
    [JsonPropertyName("n")] public int SameOffset { get; set; }
}

internal sealed class StoredTotpKey
{
    [JsonPropertyName("b")] public byte[] Bytes { get; set; } = [];
    [JsonPropertyName("a")] public int Algorithm { get; set; }
    [JsonPropertyName("d")] public int Digits { get; set; }
}

internal sealed class StoredSkey
{
    [JsonPropertyName("a")] public int Algorithm { get; set; }
    [JsonPropertyName("seed")] public string Seed { get; set; } = string.Empty;
    [JsonPropertyName("n")] public int Line { get; set; }
    [JsonPropertyName("h")] public byte[] LastHash { get; set; } = [];
    [JsonPropertyName("c")] public bool? IsCalculated { get; set; }
}

internal sealed class StoredPasscode
{
    [JsonPropertyName("s")] public byte[] Salt { get; set; } = [];
    [JsonPropertyName("h")] public byte[] Hash { get; set; } = [];
}

internal sealed class StoredWebOtp
{
    [JsonPropertyName("c")] public StoredPasscode? Code { get; set; }
    [JsonPropertyName("x")] public long Expires { get; set; }
    [JsonPropertyName("i")] public long[]? Issued { get; set; }
}

internal sealed class StoredBypass
{
    [JsonPropertyName("c")] public StoredPasscode Code { get; set; } = new();
    [JsonPropertyName("n")] public int UsesLeft { get; set; }
    [JsonPropertyName("x")] public long Expires { get; set; }
}

internal sealed class StoredSource
{
    [JsonPropertyName("n")] public string Network { get; set; } = string.Empty;
    [JsonPropertyName("f")] public long[]? Failures { get; set; }
    [JsonPropertyName("c")] public long? LockedUntil { get; set; }
    [JsonPropertyName("l")] public long? LastSuccess { get; set; }
    [JsonPropertyName("r")] public long? ForgottenAt { get; set; }
    [JsonPropertyName("d")] public long? DisownedUntil { get; set; }
    [JsonPropertyName("a")] public StoredAnswer? LastAnswer { get; set; }
}

internal sealed class StoredAnswer
{
    [JsonPropertyName("m")] public int Mark { get; set; }
    [JsonPropertyName("t")] public long At { get; set; }
    [JsonPropertyName("w")] public int Was { get; set; }
}

internal sealed class StoredRetired
{
    [JsonPropertyName("k")] public int Factor { get; set; }
    [JsonPropertyName("m")] public long Mark { get; set; }
    [JsonPropertyName("s")] public long LastStep { get; set; }
}

internal sealed class StoredLogin
{
    [JsonPropertyName("t")] public long At { get; set; }
    [JsonPropertyName("a")] public string? Source { get; set; }
    [JsonPropertyName("k")] public int? Factor { get; set; }
}

internal sealed class StoredTries
{
    [JsonPropertyName("n")] public string Network { get; set; } = string.Empty;
    [JsonPropertyName("c")] public int Count { get; set; }
}

internal sealed class StoredPortal
{
    [JsonPropertyName("s")] public StoredSession[]? Sessions { get; set; }
    [JsonPropertyName("l")] public StoredLink? Link { get; set; }
    [JsonPropertyName("d")] public StoredLink? DeviceTicket { get; set; }
    [JsonPropertyName("k")] public StoredPasskey[]? Passkeys { get; set; }
    [JsonPropertyName("h")] public StoredCase? Case { get; set; }
}

internal sealed class StoredCase
{
    [JsonPropertyName("h")] public string Helper { get; set; } = string.Empty;
    [JsonPropertyName("t")] public long Opened { get; set; }
    [JsonPropertyName("c")] public StoredPasscode? Passcode { get; set; }
    [JsonPropertyName("x")] public long? PasscodeExpires { get; set; }
    [JsonPropertyName("p")] public int? Proof { get; set; }
}

internal sealed class StoredPasskey
{
    [JsonPropertyName("i")] public byte[] Id { get; set; } = [];
    [JsonPropertyName("k")] public byte[] PublicKey { get; set; } = [];
    [JsonPropertyName("c")] public uint SignCount { get; set; }
    [JsonPropertyName("n")] public string Name { get; set; } = string.Empty;
    [JsonPropertyName("t")] public long Added { get; set; }
    [JsonPropertyName("r")] public string[]? Transports { get; set; }
    [JsonPropertyName("e")] public bool IsBackupEligible { get; set; }
    [JsonPropertyName("b")] public bool IsBackedUp { get; set; }
}

internal sealed class StoredSession
{
    [JsonPropertyName("i")] public byte[] IdHash { get; set; } = [];
    [JsonPropertyName("b")] public long Began { get; set; }
    [JsonPropertyName("f")] public long? FactorAt { get; set; }
    [JsonPropertyName("m")] public int Means { get; set; }
    [JsonPropertyName("a")] public string? Source { get; set; }
}

internal sealed class StoredLink
{
    [JsonPropertyName("c")] public StoredPasscode Code { get; set; } = new();
    [JsonPropertyName("x")] public long Expires { get; set; }
}

internal sealed class StoredDayKeys
{
    [JsonPropertyName("e")] public int Endings { get; set; }
    [JsonPropertyName("k")] public StoredDayKey[]? Keys { get; set; }
}

internal sealed class StoredDayKey
{
    [JsonPropertyName("t")] public string Type { get; set; } = string.Empty;
    [JsonPropertyName("b")] public byte[] Blob { get; set; } = [];
    [JsonPropertyName("c")] public string? Comment { get; set; }
    [JsonPropertyName("v")] public long Vouched { get; set; }
    [JsonPropertyName("a")] public long FactorAt { get; set; }
    [JsonPropertyName("f")] public int Factor { get; set; }
    [JsonPropertyName("u")] public long Until { get; set; }
    [JsonPropertyName("o")] public string[]? OnlyFrom { get; set; }
    [JsonPropertyName("n")] public string? Network { get; set; }
    [JsonPropertyName("r")] public string? RefusedIn { get; set; }
    [JsonPropertyName("p")] public int? Only { get; set; }
}

/// <summary>What of a Duo host is sealed; name and ikey stand beside it.</summary>
internal sealed class StoredHost
{
    public const int CurrentFormat = 1;

    [JsonPropertyName("f")] public int Format { get; set; }
    [JsonPropertyName("k")] public byte[] SecretKey { get; set; } = [];
    [JsonPropertyName("c")] public int Clients { get; set; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredPerson))]
[JsonSerializable(typeof(StoredHost))]
internal sealed partial class StoredJson : JsonSerializerContext;
