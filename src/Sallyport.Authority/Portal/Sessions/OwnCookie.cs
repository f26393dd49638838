using Microsoft.AspNetCore.Http;

namespace Sallyport.Authority.Portal.Sessions;

/// <summary>What all our cookies have in common. Their names begin with <c>__Host-</c>, which makes the browser insist on the rest of it.</summary>
internal static class OwnCookie
{
    /// <summary>For our pages alone, and also when another site's link leads here (Lax); scripts do not see it.</summary>
    /// <param name="life">When the browser forgets it; null: when it is closed.</param>
    public static CookieOptions For(TimeSpan? life) => new()
    {
        Secure = true,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        IsEssential = true,
        MaxAge = life,
    };
}
