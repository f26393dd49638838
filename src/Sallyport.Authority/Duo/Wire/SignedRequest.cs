using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Authority.Duo.Wire;

/// <summary>What a signature covers: the request as it came over the wire.</summary>
/// <param name="Host">The Host header without its port.</param>
/// <param name="Date">X-Duo-Date, else Date; null when the client sent neither.</param>
/// <param name="JsonBody">The body, where it was JSON (signature form 5 only).</param>
internal sealed record SignedRequest(string Method, string Host, string Path, FormParameters Parameters, string? Date, byte[]? JsonBody)
{
    private FormParameters QueryOnly => JsonBody is null ? Parameters : FormParameters.Empty;

    private string Head => $"{Method.ToUpperInvariant()}\n{Host.ToLowerInvariant()}\n{Path}\n";

    /// <summary>Canonical lines of duo_unix up to 2.0.3: METHOD, host, path, parameters. Carries no date, so that it could be replayed.</summary>
    public byte[] CanonicalFour() => Lines(Head, Parameters);

    /// <summary>Canonical lines of duo_unix from 2.0.4 and of the SDKs: the date, then the four.</summary>
    public byte[] CanonicalFive() => Lines($"{Date}\n{Head}", Parameters);

    /// <summary>Canonical lines of the SDKs' "signature version 4": the five, where the body's parameters are no part of, then SHA-512 of the body.</summary>
    public byte[] CanonicalSix() => Lines($"{Date}\n{Head}", QueryOnly, $"\n{HexOf(JsonBody)}");

    /// <summary>
    /// Canonical lines of the newest SDKs (their "signature version 5"): the five, then SHA-512 of the body and of further signed headers, of which we accept none.
    /// </summary>
    public byte[] CanonicalSeven() => Lines($"{Date}\n{Head}", QueryOnly, $"\n{HexOf(JsonBody)}\n{HexOf([])}");

    private static string HexOf(byte[]? body) => Convert.ToHexStringLower(SHA512.HashData(body ?? []));

    private static byte[] Lines(string before, FormParameters parameters, string after = "") =>
        [.. Encoding.Latin1.GetBytes(before), .. parameters.ToCanonicalBytes(), .. Encoding.Latin1.GetBytes(after)];
}
