using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Portal.SingleSignOn;

/// <summary>A sign-in that a browser has begun. The browser keeps it, sealed; it ends with the provider's answer, whatever that is.</summary>
/// <param name="State">Comes back with the answer, and binds it to this browser (RFC 6749 section 10.12).</param>
/// <param name="Nonce">Comes back in the id token, and binds that to this sign-in.</param>
/// <param name="Verifier">Shows the provider that who began is who ends (RFC 7636).</param>
/// <param name="At">When it began.</param>
internal sealed record BegunSignOn(string State, string Nonce, string Verifier, DateTimeOffset At)
{
    private const string CookieName = "__Host-sallyport-sign-on";
    private const string Purpose = "sign-on";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private static readonly CookieOptions Options = OwnCookie.For(Life);

    /// <summary>RFC 7636 section 4.2, S256.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static BegunSignOn New(DateTimeOffset now) => new(Random(), Random(), Random(), now);

    public void Leave(HttpResponse response, SessionSeal seal) =>
        response.Cookies.Append(CookieName, seal.Seal(Purpose, Encoding.UTF8.GetBytes($"{State} {Nonce} {Verifier} {At.UtcTicks}")), Options);

    /// <summary>What this browser began, when the answer's state is its and it was not too long ago. It can be taken once.</summary>
    public static BegunSignOn? Take(HttpContext context, SessionSeal seal, string? state, DateTimeOffset now)
    {
        if (context.Request.Cookies[CookieName] is not { } cookie)
            return null;

        context.Response.Cookies.Delete(CookieName, Options);
        if (seal.Open(Purpose, cookie) is not { } plain || Encoding.UTF8.GetString(plain).Split(' ') is not [var own, var nonce, var verifier, var ticks])
            return null;

        var begun = new BegunSignOn(own, nonce, verifier, new DateTimeOffset(long.Parse(ticks, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero));
        return state is not null && now - begun.At < Life && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own), Encoding.UTF8.GetBytes(state))
            ? begun
            : null;
    }

    public override string ToString() => "(a sign-in that has begun)";

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
