using System.Text.Json.Serialization;

namespace Sallyport.Authority.Delivery.Drivers;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NtfyMessage))]
[JsonSerializable(typeof(GotifyMessage))]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class DriverJson : JsonSerializerContext;
