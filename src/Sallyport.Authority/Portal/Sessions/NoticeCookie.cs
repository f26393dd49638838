using System.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Portal.Sessions;

/// <summary>Carries a sentence from a form to the page after it. Sealed, so that nobody else puts words into our mouth.</summary>
internal static class NoticeCookie
{
    private const string Name = "__Host-sallyport-notice";
    private const string Purpose = "notice";

    private static readonly CookieOptions Options = OwnCookie.For(TimeSpan.FromMinutes(1));

    public static void Leave(HttpResponse response, SessionSeal seal, string sentence) =>
        response.Cookies.Append(Name, seal.Seal(Purpose, Encoding.UTF8.GetBytes(sentence)), Options);

    /// <summary>The sentence, once.</summary>
    public static string? Take(HttpContext context, SessionSeal seal)
    {
        if (context.Request.Cookies[Name] is not { } left)
            return null;

        context.Response.Cookies.Delete(Name, Options);
        return seal.Open(Purpose, left) is { } plain ? Encoding.UTF8.GetString(plain) : null;
    }
}
