using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Phone;

/// <summary>
/// How a provider of calls shows that a call-back is its own, as Twilio documents it: <c>X-Twilio-Signature</c> is the base64 of HMAC-SHA-1, under the
/// account's token, over the whole address and the form's parameters sorted by name, each name followed by its value.
/// </summary>
internal static class ProviderSignature
{
    public const string Header = "X-Twilio-Signature";

    /// <param name="token">The account's token: the secret of the <c>[deliver]</c> that makes the calls.</param>
    /// <param name="url">The address as the provider was told it.</param>
    public static bool IsValid(Secret token, string url, IReadOnlyDictionary<string, string> form, string? signature) =>
        signature is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.ASCII.GetBytes(Convert.ToBase64String(Compute(token, url, form))));

    internal static byte[] Compute(Secret token, string url, IReadOnlyDictionary<string, string> form) => HMACSHA1.HashData(
        token.Bytes,
        Encoding.UTF8.GetBytes(url + string.Concat(form.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + field.Value))));
}
