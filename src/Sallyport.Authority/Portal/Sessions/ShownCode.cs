using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sallyport.Authority.Portal.Sessions;

/// <summary>The Web-OTP that a browser was shown. We keep only its hash; the browser keeps it for us, sealed, so that a page can be looked at again.</summary>
internal static class ShownCode
{
    private const string Name = "__Host-sallyport-code";

    public static void Leave(HttpResponse response, SessionSeal seal, string person, string code, TimeSpan life) =>
        response.Cookies.Append(Name, seal.Seal(Purpose(person), Encoding.UTF8.GetBytes(code)), Options(life));

    public static string? Read(HttpRequest request, SessionSeal seal, string person) =>
        seal.Open(Purpose(person), request.Cookies[Name]) is { } plain ? Encoding.UTF8.GetString(plain) : null;

    private static string Purpose(string person) => "web-otp " + person;

    private static CookieOptions Options(TimeSpan life) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = life + TimeSpan.FromMinutes(10) };
}
