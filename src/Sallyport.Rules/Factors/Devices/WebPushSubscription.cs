using System.Collections.Immutable;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>Where Web Push reaches a browser, as the browser gave it (RFC 8030, RFC 8291).</summary>
/// <param name="Endpoint">The push service's address for this browser; anybody who knows it can send, but not read.</param>
/// <param name="P256dh">The browser's public key: an uncompressed point of P-256, 65 bytes.</param>
/// <param name="Auth">The secret that messages are sealed with besides, 16 bytes.</param>
public sealed record WebPushSubscription(Uri Endpoint, ImmutableArray<byte> P256dh, ImmutableArray<byte> Auth)
{
    public const int P256dhBytes = 65;
    public const int AuthBytes = 16;
    public const int MostEndpoint = 1024;

    /// <summary>Null when it is not https, too long, or the keys have another size.</summary>
    public static WebPushSubscription? Read(string endpoint, ReadOnlySpan<byte> p256dh, ReadOnlySpan<byte> auth) =>
        endpoint.Length <= MostEndpoint
        && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.UserInfo.Length == 0
        && p256dh.Length == P256dhBytes
        && p256dh[0] == 4
        && auth.Length == AuthBytes
            ? new(uri, [.. p256dh], [.. auth])
            : null;

    /// <summary>Says whose service it is and nothing more.</summary>
    public override string ToString() => $"(Web Push at {Endpoint.Host})";

    public bool Equals(WebPushSubscription? other) =>
        other is not null && Endpoint == other.Endpoint && P256dh.AsSpan().SequenceEqual(other.P256dh.AsSpan()) && Auth.AsSpan().SequenceEqual(other.Auth.AsSpan());

    public override int GetHashCode() => Endpoint.GetHashCode();
}
