using System.Net;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>One request to the portal: who asks, from where, and what the form says.</summary>
internal sealed class PortalRequest
{
    private readonly SessionSeal seal;
    private readonly HelpPages help;
    private readonly Lazy<bool> isAdministrator;
    private readonly Lazy<bool> isHelper;

    internal PortalRequest(HttpContext http, AuthorityOptions options, SessionSeal seal, Ticket? ticket, Func<string, bool> isAdministrator, Func<string, bool> isHelper, DateTimeOffset now)
    {
        (Http, Site, help, this.seal, Ticket, Now) = (http, options.Site, options.Portal.Help, seal, ticket, now);
        this.isAdministrator = new(() => Person is { } person && isAdministrator(person.Name));
        this.isHelper = new(() => Person is { } person && isHelper(person.Name));
    }

    public HttpContext Http { get; }

    /// <summary>What the site calls itself.</summary>
    public string Site { get; }

    public string Path => Http.Request.Path.Value ?? string.Empty;

    public DateTimeOffset Now { get; }

    /// <summary>The browser's address.</summary>
    public IPAddress? Source
    {
        get => Http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : Http.Connection.RemoteIpAddress;
    }

    /// <summary>The signed-in user, as stored when the request arrived; null when nobody is signed in.</summary>
    public Person? Person { get; internal init; }

    /// <summary>The session of that person's browser.</summary>
    public PortalSession? Session { get; internal init; }

    /// <summary>A second factor was given in the last five minutes.</summary>
    public bool IsFresh { get; internal init; }

    /// <summary>Whether there are help pages for this user.</summary>
    public bool HasHelp => help == HelpPages.Public || (help == HelpPages.SignedIn && Person is not null);

    /// <summary>A second factor was given in the last five minutes, and not only because there is none to give.</summary>
    public bool GaveFactor { get; internal init; }

    public bool IsAdministrator => isAdministrator.Value;

    /// <summary>Whether the user is of the helpdesk.</summary>
    public bool IsHelper => isHelper.Value;

    /// <summary>The fields of a form; empty for a GET.</summary>
    public IFormCollection Form { get; internal set; } = FormCollection.Empty;

    /// <summary>A sentence at the top of the page: what was just done.</summary>
    public string? Notice { get; set; }

    /// <summary>More for the page's head: a script of ours, <c>&lt;script type="module" src="…"&gt;</c>; nothing inline, the browser refuses it.</summary>
    public Markup Head { get; set; }

    /// <summary>What the browser's cookie is to hold from now on; null when it holds none.</summary>
    internal Ticket? Ticket { get; private set; }

    internal bool TicketChanged { get; private set; }

    /// <summary>The secret of the signed-in browser, for <see cref="PortalRules"/>.</summary>
    internal ReadOnlySpan<byte> SessionId => Ticket is { } ticket ? ticket.Id.AsSpan() : [];

    /// <summary>To stand in every form: proves that the form comes from a page of ours that this browser was shown.</summary>
    public Markup Token
    {
        get
        {
            if (Ticket is null)
                Hold(Ticket.Anonymous(Now));
            return Markup.Of($"""<input type="hidden" name="{FormToken.Field}" value="{FormToken.Of(seal, Ticket!)}">""");
        }
    }

    /// <summary>One field of the form; empty when it is missing.</summary>
    public string Field(string name) => Form.TryGetValue(name, out var values) && values.Count == 1 ? values[0]! : string.Empty;

    public bool May(Access access) => access switch
    {
        Access.Anyone => true,
        Access.SignedIn => Person is not null,
        Access.Fresh => Person is not null && IsFresh,
        Access.Administrator => IsAdministrator,
        Access.FreshAdministrator => IsAdministrator && IsFresh,
        Access.Helpdesk => IsHelper,
        Access.FreshHelpdesk => IsHelper && GaveFactor,
        _ => false,
    };

    /// <summary>A whole page.</summary>
    public IResult Page(string title, Markup body) => Page(title, body, StatusCodes.Status200OK);

    public IResult Page(string title, Markup body, int status) => new PageResult(Layout.Around(this, title, body), status);

    /// <summary>After a form: go and look at this page of ours (303, so that a reload sends nothing twice).</summary>
    public static IResult GoTo(string path) => new SeeOther(PortalPaths.OwnOrHome(path));

    /// <summary>The same, and that page says what was done.</summary>
    public IResult GoTo(string path, string notice)
    {
        Leave(notice);
        return GoTo(path);
    }

    /// <summary>The next page that this browser is shown says what was done.</summary>
    public void Leave(string notice) => NoticeCookie.Leave(Http.Response, seal, notice);

    /// <summary>Gives the browser another cookie with this answer; null takes it away.</summary>
    internal void Hold(Ticket? ticket) => (Ticket, TicketChanged) = (ticket, true);
}
