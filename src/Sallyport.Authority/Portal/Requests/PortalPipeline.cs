using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>What kind of request it is, and so what it must bring.</summary>
internal enum PortalRequestKind
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
internal sealed class PortalPipeline(
    AuthorityOptions options, IPeople people, SessionSeal seal, SessionCookie cookie, RateLimits limits, Administrators administrators, HelpdeskMembers members, TimeProvider clock, ILogger<PortalPipeline> logger)
{
    public async Task RunAsync(HttpContext context, Access access, PortalRequestKind kind, Func<PortalRequest, CancellationToken, Task<IResult>> page)
    {
        // 1. What the browser is told to forbid, whatever comes.
        Headers.Put(context.Response.Headers);

        // 2. Who asks.
        var request = await IdentifyAsync(context);
        IResult result;
        try
        {
            if (kind == PortalRequestKind.Show)
                request.Notice = NoticeCookie.Take(context, seal);
            // 3. Whether it may, and 4. the page.
            result = await RefuseAsync(request, access, kind, context.RequestAborted) ?? await page(request, context.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.PortalFailed(LogText.Of(request.Path), e);
            result = ErrorPages.Fault(request);
        }

        // 5. The cookie, then the answer.
        Keep(request, kind);
        await result.ExecuteAsync(context);
    }

    private async ValueTask<PortalRequest> IdentifyAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        var ticket = cookie.Read(context.Request, now);
        if (ticket is not { Name.Length: > 0 })
            return new PortalRequest(context, options, seal, ticket, administrators.Include, members.Include, now);

        var person = await people.FindAsync(ticket.Name, context.RequestAborted);
        var session = person.Standing == PersonStanding.Registered ? person.Portal.Find(ticket.Id, options.Portal.Policy, now) : null;
        return session is null
            ? new PortalRequest(context, options, seal, null, administrators.Include, members.Include, now)
            : new PortalRequest(context, options, seal, ticket, administrators.Include, members.Include, now)
            {
                Person = person,
                Session = session,
                IsFresh = PortalRules.IsFresh(person, session, options.Portal.Policy, now),
                GaveFactor = session.IsFresh(options.Portal.Policy, now),
            };
    }

    private async ValueTask<IResult?> RefuseAsync(PortalRequest request, Access access, PortalRequestKind kind, CancellationToken cancel)
    {
        if (kind is PortalRequestKind.Form or PortalRequestKind.Call && !limits.Allow(request))
            return ErrorPages.TooMany(request);
        if (kind is PortalRequestKind.Call or PortalRequestKind.Signed && !FormToken.SaysOwn(request.Http.Request, options.Portal.Origin))
            return ErrorPages.StaleForm(request);
        if (kind == PortalRequestKind.Form && !await TakeFormAsync(request, cancel))
            return request.May(access) || request.Person is not null ? ErrorPages.StaleForm(request) : new SeeOther(PortalPaths.SignIn);
        if (request.May(access))
            return null;

        if (request.Person is null)
            return kind is PortalRequestKind.Show or PortalRequestKind.Form ? new SeeOther(PortalPaths.SignIn) : Results.StatusCode(StatusCodes.Status401Unauthorized);
        if (access is Access.Administrator or Access.FreshAdministrator && !request.IsAdministrator)
            return ErrorPages.NotYours(request);
        if (access is Access.Helpdesk or Access.FreshHelpdesk)
        {
            if (!request.IsHelper)
                return ErrorPages.NotYours(request);
            if (request.IsFresh)
                return request.GoTo(PortalPaths.Factors, HelpdeskTexts.NoFactor);
        }

        return kind is PortalRequestKind.Show or PortalRequestKind.Form ? new SeeOther(Confirming(request.Path)) : Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private async ValueTask<bool> TakeFormAsync(PortalRequest request, CancellationToken cancel)
    {
        var http = request.Http.Request;
        if (FormToken.SaysForeign(http, options.Portal.Origin) || !http.HasFormContentType)
            return false;

        try
        {
            request.Form = await http.ReadFormAsync(cancel);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return false;
        }

        return FormToken.IsRight(seal, request.Ticket, request.Field(FormToken.Field));
    }

    private void Keep(PortalRequest request, PortalRequestKind kind)
    {
        if (kind is PortalRequestKind.Show or PortalRequestKind.Form && !request.TicketChanged && request.Ticket is { } held && SessionCookie.IsDue(held, request.Now))
            request.Hold(held with { Seen = request.Now });
        if (!request.TicketChanged)
            return;
        if (request.Ticket is { } ticket)
            cookie.Write(request.Http.Response, ticket);
        else
            SessionCookie.Remove(request.Http.Response);
    }

    private static string Confirming(string path) => $"{PortalPaths.Confirm}?next={Uri.EscapeDataString(path)}";
}
