using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sallyport.Authority.Portal.SingleSignOn;

/// <summary>What an id token must be, checked in the order of OpenID Connect Core 1.0, section 3.1.3.7.</summary>
internal static class IdToken
{
    /// <summary>For clocks that differ.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    /// <summary>An answer is fetched at once: an id token is not much older than the moment.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);

    /// <param name="Issuer">The provider, as it writes itself.</param>
    /// <param name="ClientId">Us.</param>
    /// <param name="Nonce">Of this sign-in.</param>
    public sealed record Expected(string Issuer, string ClientId, string Nonce);

    /// <summary>The key's name in the token's header; null when there is none.</summary>
    public static string? KeyIdOf(string token) => HeaderOf(token)?.Kid;

    /// <summary>The token's claims; null when anything about it is wrong.</summary>
    public static JsonElement? Read(string token, IEnumerable<JsonWebKey> keys, Expected expected, DateTimeOffset now)
    {
        if (token.Split('.') is not [var head, var body, var signature] || HeaderOf(token) is not { } header || !Base64Url.IsValid(body) || !Base64Url.IsValid(signature))
            return null;

        // 6. The signature, by a key that the provider publishes, with an algorithm that its kind has: never "none", never one with a shared secret.
        var text = Encoding.ASCII.GetBytes($"{head}.{body}");
        var mark = Base64Url.DecodeFromChars(signature);
        if (!keys.Where(k => k.Use is null or "sig" && (header.Kid is null || k.Kid is null || k.Kid == header.Kid)).Any(k => HasSigned(k, header.Alg, text, mark)))
            return null;

        if (Parse(Base64Url.DecodeFromChars(body)) is not { ValueKind: JsonValueKind.Object } claims)
            return null;
        return IsExpected(claims, expected) && IsOfNow(claims, now) ? claims : null;
    }

    /// <summary>A claim's text; null when it is missing or no text.</summary>
    public static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // 2. iss, 3. aud, 4. and 5. azp, 11. nonce.
    private static bool IsExpected(JsonElement claims, Expected expected)
    {
        if (Text(claims, "iss") != expected.Issuer || Text(claims, "nonce") != expected.Nonce || Text(claims, "sub") is not { Length: > 0 })
            return false;

        var audience = !claims.TryGetProperty("aud", out var aud) ? [] : aud.ValueKind switch
        {
            JsonValueKind.String => [aud.GetString()],
            JsonValueKind.Array => aud.EnumerateArray().Select(a => a.ValueKind == JsonValueKind.String ? a.GetString() : null).ToList(),
            _ => new List<string?>(),
        };
        var authorized = Text(claims, "azp");
        return audience.Contains(expected.ClientId, StringComparer.Ordinal)
            && (authorized is null ? audience.Count == 1 : authorized == expected.ClientId);
    }

    // 9. exp, 10. iat.
    private static bool IsOfNow(JsonElement claims, DateTimeOffset now) =>
        Time(claims, "exp") is { } expires && Time(claims, "iat") is { } issued
        && now < expires + Leeway && issued < now + Leeway && now - issued < Oldest;

    private static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is > 0 and < 1e11
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static TokenHeader? HeaderOf(string token)
    {
        var head = token.AsSpan(0, Math.Max(0, token.IndexOf('.', StringComparison.Ordinal)));
        if (!Base64Url.IsValid(head))
            return null;

        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(head), ProviderJson.Default.TokenHeader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Parse(byte[] json)
    {
        try
        {
            return JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The algorithms of RFC 7518 section 3.1 that share no secret, each with the kind of key and the curve that it belongs to.</summary>
    private static bool HasSigned(JsonWebKey key, string? algorithm, byte[] text, byte[] signature)
    {
        try
        {
            return (key.Kty, key.Crv, algorithm) switch
            {
                ("RSA", _, "RS256" or "RS384" or "RS512") => HasSignedByRsa(key, HashOf(algorithm), RSASignaturePadding.Pkcs1, text, signature),
                ("RSA", _, "PS256" or "PS384" or "PS512") => HasSignedByRsa(key, HashOf(algorithm), RSASignaturePadding.Pss, text, signature),
                ("EC", "P-256", "ES256") => HasSignedByCurve(key, ECCurve.NamedCurves.nistP256, HashOf(algorithm), text, signature),
                ("EC", "P-384", "ES384") => HasSignedByCurve(key, ECCurve.NamedCurves.nistP384, HashOf(algorithm), text, signature),
                _ => false,
            };
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }

    private static HashAlgorithmName HashOf(string algorithm) => new("SHA" + algorithm[^3..]);

    private static bool HasSignedByRsa(JsonWebKey key, HashAlgorithmName hash, RSASignaturePadding padding, byte[] text, byte[] signature)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key.N), Exponent = Bytes(key.E) });
        return rsa.KeySize >= 2048 && rsa.VerifyData(text, signature, hash, padding);
    }

    private static bool HasSignedByCurve(JsonWebKey key, ECCurve curve, HashAlgorithmName hash, byte[] text, byte[] signature)
    {
        using var ec = ECDsa.Create(new ECParameters { Curve = curve, Q = { X = Bytes(key.X), Y = Bytes(key.Y) } });
        return ec.VerifyData(text, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[] Bytes(string? text) => text is null ? throw new FormatException() : Base64Url.DecodeFromChars(text);
}
