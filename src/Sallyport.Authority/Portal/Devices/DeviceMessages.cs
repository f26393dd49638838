using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>A browser that wants to become a device.</summary>
/// <param name="Person">Whose ticket it has.</param>
/// <param name="Code">The ticket's secret.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="Key">Its public key, SPKI.</param>
/// <param name="Signature">Over all of this.</param>
internal sealed record EnrolMessage(string Person, string Code, string Name, string Key, string Signature);

internal sealed record EnrolledMessage(string Id);

/// <param name="Reason">A sentence for the person.</param>
internal sealed record RefusedMessage(string Reason);

/// <summary>The login that waits for the device, or nothing when <paramref name="Id"/> is null.</summary>
/// <param name="Left">Seconds until it ends, when this is sent: the device's clock may be another.</param>
internal sealed record WaitingMessage(
    string? Id, string? Person, string? Host, string? Source, string? Command, DateTimeOffset? Made, int? Left, bool AsksNumber)
{
    /// <summary>What kind of login the host says it is.</summary>
    public string? Type { get; init; }

    /// <summary>What the host calls the person.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whatever else the host says.</summary>
    public IReadOnlyList<ToldMessage>? Told { get; init; }

    public static readonly WaitingMessage Nothing = new(null, null, null, null, null, null, null, false);
}

/// <summary>A name and a value that the host chose.</summary>
internal sealed record ToldMessage(string Name, string Value);

/// <summary>What a device's person says to a push.</summary>
internal sealed record AnswerMessage(string Person, string Device, string Verdict, string Number, string Signature);

/// <param name="Outcome">One of the states of the Approve page, or <c>wrong-number</c>.</param>
internal sealed record AnsweredMessage(string Outcome);

/// <summary>Where Web Push reaches the device; all empty: nowhere.</summary>
internal sealed record ReachMessage(string Endpoint, string P256dh, string Auth);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(EnrolMessage))]
[JsonSerializable(typeof(EnrolledMessage))]
[JsonSerializable(typeof(RefusedMessage))]
[JsonSerializable(typeof(WaitingMessage))]
[JsonSerializable(typeof(AnswerMessage))]
[JsonSerializable(typeof(AnsweredMessage))]
[JsonSerializable(typeof(ReachMessage))]
internal sealed partial class DeviceJson : JsonSerializerContext
{
    private const int MostBytes = 8 * 1024;

    /// <summary>The whole body; null when it is longer than any message.</summary>
    public static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken cancel)
    {
        var body = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel);
        return length > MostBytes ? null : body[..length];
    }

    /// <summary>Null for what is no such message.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, typeof(T), Default) as T;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Bytes of base64url (RFC 4648 section 5); null for what is none.</summary>
    public static byte[]? Bytes(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
