using System.Text.Json.Serialization;

namespace Sallyport.Authority.Storage.Stored;

/// <summary>A person's devices, as part of <see cref="StoredPerson"/> and by its rules.</summary>
internal sealed class StoredDevices
{
    [JsonPropertyName("a")] public StoredDevice[]? All { get; set; }
    [JsonPropertyName("p")] public StoredPush? Push { get; set; }
    [JsonPropertyName("s")] public long[]? Sent { get; set; }
    [JsonPropertyName("m")] public StoredMessagePasscodes? Passcodes { get; set; }
    [JsonPropertyName("u")] public StoredPendingPhone? PendingPhone { get; set; }
    [JsonPropertyName("us")] public long[]? ProofsSent { get; set; }
}

internal sealed class StoredPendingPhone
{
    [JsonPropertyName("name")] public string Name { get; set; } = string.Empty;
    [JsonPropertyName("tel")] public string PhoneNumber { get; set; } = string.Empty;
    [JsonPropertyName("c")] public StoredPasscode? Code { get; set; }
    [JsonPropertyName("x")] public long Expires { get; set; }
    [JsonPropertyName("n")] public int TriesLeft { get; set; }
}

internal sealed class StoredDevice
{
    [JsonPropertyName("i")] public string Id { get; set; } = string.Empty;
    [JsonPropertyName("n")] public int Number { get; set; }
    [JsonPropertyName("name")] public string Name { get; set; } = string.Empty;
    [JsonPropertyName("k")] public int Kind { get; set; }
    [JsonPropertyName("key")] public byte[]? Key { get; set; }
    [JsonPropertyName("w")] public StoredSubscription? Subscription { get; set; }
    [JsonPropertyName("c")] public StoredChannel? Channel { get; set; }
    [JsonPropertyName("tel")] public string? PhoneNumber { get; set; }
    [JsonPropertyName("t")] public long Added { get; set; }
}

internal sealed class StoredSubscription
{
    [JsonPropertyName("u")] public string Endpoint { get; set; } = string.Empty;
    [JsonPropertyName("k")] public byte[] P256dh { get; set; } = [];
    [JsonPropertyName("a")] public byte[] Auth { get; set; } = [];
}

internal sealed class StoredChannel
{
    [JsonPropertyName("d")] public string Delivery { get; set; } = string.Empty;
    [JsonPropertyName("t")] public string Target { get; set; } = string.Empty;
}

internal sealed class StoredPush
{
    [JsonPropertyName("i")] public string Id { get; set; } = string.Empty;
    [JsonPropertyName("f")] public int Factor { get; set; }
    [JsonPropertyName("d")] public string[] Devices { get; set; } = [];
    [JsonPropertyName("h")] public string Host { get; set; } = string.Empty;
    [JsonPropertyName("a")] public string? Source { get; set; }
    [JsonPropertyName("c")] public string? Command { get; set; }
    [JsonPropertyName("t")] public long Made { get; set; }
    [JsonPropertyName("x")] public long Expires { get; set; }
    [JsonPropertyName("n")] public int? Number { get; set; }
    [JsonPropertyName("w")] public int WrongNumbers { get; set; }
    [JsonPropertyName("v")] public int Verdict { get; set; }
    [JsonPropertyName("b")] public string? AnsweredBy { get; set; }
    [JsonPropertyName("l")] public StoredTold? Told { get; set; }
    [JsonPropertyName("y")] public bool? MayEndEarly { get; set; }
}

internal sealed class StoredTold
{
    [JsonPropertyName("t")] public string? Type { get; set; }
    [JsonPropertyName("d")] public string? DisplayName { get; set; }

    /// <summary>Names and values in turn.</summary>
    [JsonPropertyName("f")] public string[]? Facts { get; set; }
}

internal sealed class StoredMessagePasscodes
{
    [JsonPropertyName("c")] public StoredPasscode[]? Left { get; set; }
    [JsonPropertyName("x")] public long Expires { get; set; }
    [JsonPropertyName("s")] public long[]? Sent { get; set; }
    [JsonPropertyName("n")] public string? Network { get; set; }
}
