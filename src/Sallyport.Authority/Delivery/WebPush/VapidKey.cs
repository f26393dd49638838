using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Delivery.WebPush;

/// <summary>
/// Who we are to push services (VAPID, RFC 8292). Subscriptions are bound to the key, so it must outlive restarts, rotations and
/// machines: it follows from a secret that every authority of the store has.
/// </summary>
internal sealed class VapidKey : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private readonly ECDsa key;
    private readonly string subject;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, Token> tokens = new(StringComparer.Ordinal);

    /// <param name="storeSecret">A secret of the store, 32 bytes.</param>
    /// <param name="subject">Whom a push service may ask about us: <c>mailto:</c> or <c>https:</c>.</param>
    public VapidKey(Secret storeSecret, string subject, TimeProvider clock)
    {
        (this.subject, this.clock) = (subject, clock);
        key = Derive(storeSecret);
        PublicKey = Base64Url.EncodeToString(CurvePoint.Write(key.ExportParameters(includePrivateParameters: false).Q));
    }

    /// <summary>What a page passes to <c>pushManager.subscribe</c> as applicationServerKey: the point in base64url.</summary>
    public string PublicKey { get; }

    /// <summary>The Authorization header for an endpoint (RFC 8292 section 3). One token serves an origin for half a day.</summary>
    public string Authorization(Uri endpoint)
    {
        var audience = endpoint.GetLeftPart(UriPartial.Authority);
        var now = clock.GetUtcNow();
        if (!tokens.TryGetValue(audience, out var token) || token.Ends - now < Life / 2)
        {
            // Browsers have a handful of push services; more origins than this are somebody playing.
            if (tokens.Count > 256)
                tokens.Clear();
            token = new Token(Sign(audience, now + Life), now + Life);
            tokens[audience] = token;
        }

        return $"vapid t={token.Text}, k={PublicKey}";
    }

    public void Dispose() => key.Dispose();

    /// <summary>The claims of RFC 8292 section 2, in the order of its example.</summary>
    internal static string Claims(string audience, DateTimeOffset ends, string subject) =>
        $$"""{"aud":"{{JsonEncodedText.Encode(audience)}}","exp":{{ends.ToUnixTimeSeconds()}},"sub":"{{JsonEncodedText.Encode(subject)}}"}""";

    private string Sign(string audience, DateTimeOffset ends)
    {
        var signed = $"{Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Claims(audience, ends, subject)))}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static ECDsa Derive(Secret storeSecret)
    {
        // A number past the group's order (one in 2^32) is no key; the next counter gives another.
        for (byte counter = 0; ; counter++)
        {
            var d = HKDF.DeriveKey(HashAlgorithmName.SHA256, storeSecret.Bytes.ToArray(), 32, info: [.. "sallyport vapid "u8, counter]);
            try
            {
                return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
            }
            catch (CryptographicException) when (counter < byte.MaxValue)
            {
                continue;
            }
        }
    }

    private sealed record Token(string Text, DateTimeOffset Ends);
}
