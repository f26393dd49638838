using System.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Portal.Sessions;

/// <summary>The Web-OTP that a browser was shown. We keep only its hash; the browser keeps it for us, sealed, so that a page can be looked at again.</summary>
internal static class ShownCode
{
    private const string Name = "__Host-sallyport-code";

    /// <summary>So that a page can still say what became of the code.</summary>
    private static readonly TimeSpan RememberedAfter = TimeSpan.FromMinutes(10);

    public static void Leave(HttpResponse response, SessionSeal seal, string person, string code, TimeSpan life) =>
        response.Cookies.Append(Name, seal.Seal(Purpose(person), Encoding.UTF8.GetBytes(code)), OwnCookie.For(life + RememberedAfter));

    public static string? Read(HttpRequest request, SessionSeal seal, string person) =>
        seal.Open(Purpose(person), request.Cookies[Name]) is { } plain ? Encoding.UTF8.GetString(plain) : null;

    private static string Purpose(string person) => "web-otp " + person;
}
