using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Storage;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Visits;

/// <summary>What kind of request it is, and so what it must bring.</summary>
internal enum Kind
{
    /// <summary>GET of a page.</summary>
    Show = 1,
    /// <summary>POST of a form, with its token.</summary>
    Form = 2,
    /// <summary>GET by a script.</summary>
    Fetch = 3,
    /// <summary>POST by a script of ours.</summary>
    Call = 4,
    /// <summary>POST by a script of ours with the signature of a device: the page counts it, once it knows whose it is.</summary>
    Signed = 5,
}

/// <summary>Every request to a page goes through here, in these steps.</summary>
internal sealed class Reception(
    AuthorityOptions options, IPeople people, SessionSeal seal, SessionCookie cookie, RateLimits limits, Administrators administrators, TimeProvider clock, ILogger<Reception> logger)
{
    public async Task ReceiveAsync(HttpContext context, Access access, Kind kind, Func<Visit, CancellationToken, Task<IResult>> page)
    {
        // 1. What the browser is told to forbid, whatever comes.
        Headers.Put(context.Response.Headers);

        // 2. Who asks.
        var visit = await VisitAsync(context);
        IResult result;
        try
        {
            if (kind == Kind.Show)
                visit.Notice = NoticeCookie.Take(context, seal);
            // 3. Whether it may, and 4. the page.
            result = await RefuseAsync(visit, access, kind, context.RequestAborted) ?? await page(visit, context.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.PortalFailed(LogText.Of(visit.Path), e);
            result = Refusals.Fault(visit);
        }

        // 5. The cookie, then the answer.
        Keep(visit, kind);
        await result.ExecuteAsync(context);
    }

    private async ValueTask<Visit> VisitAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        var ticket = cookie.Read(context.Request, now);
        if (ticket is not { Name.Length: > 0 })
            return new Visit(context, options.Site, seal, ticket, administrators.Include, now);

        var person = await people.FindAsync(ticket.Name, context.RequestAborted);
        var session = person.Standing == PersonStanding.Registered ? person.Portal.Find(ticket.Id, options.Portal.Policy, now) : null;
        return session is null
            ? new Visit(context, options.Site, seal, null, administrators.Include, now)
            : new Visit(context, options.Site, seal, ticket, administrators.Include, now)
            {
                Person = person,
                Session = session,
                IsFresh = PortalRules.IsFresh(person, session, options.Portal.Policy, now),
            };
    }

    private async ValueTask<IResult?> RefuseAsync(Visit visit, Access access, Kind kind, CancellationToken cancel)
    {
        if (kind is Kind.Form or Kind.Call && !limits.Allow(visit))
            return Refusals.TooMany(visit);
        if (kind is Kind.Call or Kind.Signed && !FormToken.SaysOwn(visit.Http.Request, options.Portal.Origin))
            return Refusals.StaleForm(visit);
        if (kind == Kind.Form && !await TakeFormAsync(visit, cancel))
            return visit.May(access) || visit.Person is not null ? Refusals.StaleForm(visit) : new SeeOther(PortalPaths.SignIn);
        if (visit.May(access))
            return null;

        if (visit.Person is null)
            return kind is Kind.Show or Kind.Form ? new SeeOther(PortalPaths.SignIn) : Results.StatusCode(StatusCodes.Status401Unauthorized);
        if (access is Access.Administrator or Access.FreshAdministrator && !visit.IsAdministrator)
            return Refusals.NotYours(visit);
        return kind is Kind.Show or Kind.Form ? new SeeOther(Confirming(visit.Path)) : Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private async ValueTask<bool> TakeFormAsync(Visit visit, CancellationToken cancel)
    {
        var request = visit.Http.Request;
        if (FormToken.SaysForeign(request, options.Portal.Origin) || !request.HasFormContentType)
            return false;

        try
        {
            visit.Form = await request.ReadFormAsync(cancel);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return false;
        }

        return FormToken.IsRight(seal, visit.Ticket, visit.Field(FormToken.Field));
    }

    private void Keep(Visit visit, Kind kind)
    {
        if (kind is Kind.Show or Kind.Form && !visit.TicketChanged && visit.Ticket is { } held && SessionCookie.IsDue(held, visit.Now))
            visit.Hold(held with { Seen = visit.Now });
        if (!visit.TicketChanged)
            return;
        if (visit.Ticket is { } ticket)
            cookie.Write(visit.Http.Response, ticket);
        else
            SessionCookie.Remove(visit.Http.Response);
    }

    private static string Confirming(string path) => $"{PortalPaths.Confirm}?next={Uri.EscapeDataString(path)}";
}
