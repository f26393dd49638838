using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>Keeps forms of other sites out.</summary>
internal static class FormToken
{
    public const string Field = "form-token";

    /// <summary>Follows from the secret in the browser's cookie, so another session's token is none.</summary>
    public static string Of(SessionSeal seal, Ticket ticket) => Base64Url.EncodeToString(seal.Derive("form", ticket.Id));

    public static bool IsRight(SessionSeal seal, Ticket? ticket, string given) => ticket is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(seal, ticket)), Encoding.UTF8.GetBytes(given));

    /// <summary>
    /// What the browser says about where the request was made (Sec-Fetch-Site; Origin, which is <c>null</c> in forms of pages that send no referrer).
    /// A browser that says nothing is not refused here: the token decides.
    /// </summary>
    public static bool SaysForeign(HttpRequest request, string origin)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
            return site.Count > 1 || site[0] != "same-origin";

        var from = request.Headers.Origin;
        return from.Count > 1 || (from.Count == 1 && from[0] != "null" && from[0] != origin);
    }

    /// <summary>Whether a script of ours sent it: the browser says so in words that other sites' scripts cannot make it say.</summary>
    public static bool SaysOwn(HttpRequest request, string origin) =>
        !SaysForeign(request, origin) && (request.Headers["Sec-Fetch-Site"] == "same-origin" || request.Headers.Origin == origin);
}
