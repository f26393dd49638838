using System.Buffers.Text;
using System.Collections.Immutable;

namespace Sallyport.Authority.Delivery.WebPush;

/// <summary>Where a browser takes messages, and the keys they are encrypted for (Push API: endpoint, <c>p256dh</c>, <c>auth</c>).</summary>
/// <param name="Endpoint">An https URL of the browser's push service.</param>
/// <param name="PublicKey">A point of P-256, 65 bytes.</param>
/// <param name="AuthenticationSecret">16 bytes.</param>
internal sealed record PushSubscription(Uri Endpoint, ImmutableArray<byte> PublicKey, ImmutableArray<byte> AuthenticationSecret)
{
    public const int MostEndpointLength = 2048;

    /// <summary>What a browser sent, if it can be used: an https endpoint, a point on the curve, 16 bytes.</summary>
    public static PushSubscription? Parse(string? endpoint, string? p256dh, string? auth)
    {
        if (endpoint is null or { Length: > MostEndpointLength }
            || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return null;
        if (Decode(p256dh, CurvePoint.Length) is not { } key || Decode(auth, PushEncryption.AuthenticationSecretLength) is not { } secret)
            return null;

        using var onCurve = CurvePoint.Import(key);
        return onCurve is null ? null : new PushSubscription(uri, [.. key], [.. secret]);
    }

    /// <summary>The endpoint is a capability: who knows it can send. Only its host is shown.</summary>
    public override string ToString() => $"subscription at {Endpoint.Host}";

    private static byte[]? Decode(string? text, int length)
    {
        var trimmed = text?.TrimEnd('=') ?? string.Empty;
        var bytes = new byte[length];
        return trimmed.Length == Base64Url.GetEncodedLength(length)
            && Base64Url.IsValid(trimmed)
            && Base64Url.TryDecodeFromChars(trimmed, bytes, out var written) && written == length
            ? bytes : null;
    }
}
