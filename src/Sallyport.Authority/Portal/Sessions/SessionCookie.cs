using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Sessions;

/// <summary>The one cookie. Its name makes the browser insist that it is ours alone: Secure, no Domain, the whole site.</summary>
internal sealed class SessionCookie(SessionSeal seal, PortalPolicy policy)
{
    public const string Name = "__Host-sallyport";
    private const string Purpose = "cookie";

    /// <summary>The time in it is written anew no more often than this.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(30);

    private static readonly CookieOptions Options = OwnCookie.For(null);

    /// <summary>The ticket that the browser shows; null when it shows none, a forged one, or one not shown for too long.</summary>
    public Ticket? Read(HttpRequest request, DateTimeOffset now) =>
        seal.Open(Purpose, request.Cookies[Name]) is { } plain && Ticket.Read(plain) is { } ticket && now - ticket.Seen < policy.Idle ? ticket : null;

    public void Write(HttpResponse response, Ticket ticket) => response.Cookies.Append(Name, seal.Seal(Purpose, ticket.Write()), Options);

    public static void Remove(HttpResponse response) => response.Cookies.Delete(Name, Options);

    public static bool IsDue(Ticket ticket, DateTimeOffset now) => now - ticket.Seen > Renewal;
}
