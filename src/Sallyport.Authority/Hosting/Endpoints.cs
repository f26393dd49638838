using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Duo;
using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Local;
using Sallyport.Authority.Local.Endpoints;
using Sallyport.Authority.Phone;
using Sallyport.Authority.Portal.Administration.Pages;
using Sallyport.Authority.Portal.Devices;
using Sallyport.Authority.Portal.Helpdesk;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Pages;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Push;

namespace Sallyport.Authority.Hosting;

/// <summary>Every URL of the authority. To add a face: a folder, and its line in <see cref="Map"/>.</summary>
internal static class Endpoints
{
    public static void Map(WebApplication app)
    {
        MapLocal(app);
        MapPublished(app, Service<SiteEndpoints>(app), Service<FeedEndpoints>(app));
        MapDuo(app, Service<DuoFace>(app));
        if (Service<AuthorityOptions>(app).Portal is { IsOn: true } portal)
            MapPortal(new PortalRoutes(app, app.Services, portal), portal);
    }

    /// <summary>The Unix socket. Who you are is what the kernel says; what you may do is the group's filter.</summary>
    private static void MapLocal(WebApplication app)
    {
        var (health, users, factors, hosts, networks, audit, store, site) = (
            Service<HealthEndpoints>(app), Service<UserEndpoints>(app), Service<FactorEndpoints>(app), Service<HostEndpoints>(app),
            Service<NetworkEndpoints>(app), Service<AuditEndpoints>(app), Service<StoreEndpoints>(app), Service<SiteEndpoints>(app));
        var local = app.MapGroup("/v1").AddEndpointFilter<LocalOnly>();

        local.MapGet("/health", health.Show);

        var own = local.MapGroup("/users/{name}").AddEndpointFilter<OwnerOrAdministrator>();
        own.MapGet("/", users.Show);
        own.MapPost("/totp/start", factors.StartTotp);
        own.MapPost("/totp/at-login", Service<LoginEnrolmentEndpoint>(app).Start);
        own.MapPost("/totp/confirm", factors.ConfirmTotp);
        own.MapPost("/totp/test", factors.TestTotp);
        own.MapPost("/totp/import", factors.ImportTotp);
        own.MapDelete("/totp", factors.RemoveTotp);
        own.MapGet("/skey/plan", factors.PlanSkey);
        own.MapPost("/skey", factors.IssueSkey);
        own.MapDelete("/skey", factors.RemoveSkey);
        own.MapPost("/recovery-codes", factors.IssueRecoveryCodes);
        var devices = Service<DeviceEndpoints>(app);
        own.MapGet("/devices", devices.List);
        own.MapPost("/devices/passcode", devices.SendPasscode);
        own.MapPost("/devices/proof", devices.ProvePhone);
        own.MapPost("/devices/{number:int}/channel", devices.SetChannel);
        own.MapDelete("/devices/{number:int}", devices.Remove);
        own.MapPost("/portal-link", Service<PortalLinkEndpoint>(app).Issue);
        var keys = Service<DayKeyEndpoints>(app);
        own.MapGet("/day-keys", keys.List);
        own.MapPost("/day-keys", keys.Vouch);
        own.MapPost("/day-keys/revoke", keys.Revoke);

        var door = Service<DoorEndpoints>(app);
        local.MapPost("/door/key", door.Offered);
        local.MapPost("/door/session", door.Opened);

        var administration = local.MapGroup(string.Empty).AddEndpointFilter<AdministratorsOnly>();
        administration.MapGet("/users", users.List);
        administration.MapPost("/users/{name}", users.Add);
        administration.MapDelete("/users/{name}", users.Remove);
        administration.MapPost("/users/{name}/lock", users.Lock);
        administration.MapPost("/users/{name}/unlock", users.Unlock);
        administration.MapPost("/users/{name}/web-otp", factors.IssueWebOtp);
        administration.MapPost("/users/{name}/phones", devices.AddPhone);
        administration.MapPost("/users/{name}/bypass-code", factors.IssueBypass);
        administration.MapGet("/hosts", hosts.List);
        administration.MapPost("/hosts", hosts.Add);
        administration.MapDelete("/hosts/{name}", hosts.Remove);
        administration.MapGet("/networks", networks.List);
        administration.MapPost("/networks", networks.Add);
        administration.MapPost("/networks/remove", networks.Remove);
        administration.MapGet("/audit", audit.Tail);
        administration.MapPost("/audit/verify", audit.Verify);
        administration.MapGet("/rollout", Service<RolloutEndpoints>(app).Show);
        administration.MapGet("/site", site.Show);
        administration.MapPost("/site", site.Publish);
        administration.MapPost("/backup", store.Backup);
        administration.MapPost("/key/rotate", store.RotateKey);
        administration.MapPost("/export", Service<KeyExportEndpoints>(app).Export);
        administration.MapDelete("/users/{name}/everything", Service<LeavingEndpoints>(app).Erase);
        own.MapGet("/everything", Service<LeavingEndpoints>(app).Show);
        administration.MapPost("/import", Service<ImportEndpoints>(app).Import);
    }

    /// <summary>
    /// HTTPS, for browsers, by the portal's own name. To add a page: a class in src/Sallyport.Authority/Portal (<see cref="IPage"/>), its line here, its
    /// texts in Portal/Texts; a line in Portal/Html/Navigation.cs if people should find it there.
    /// </summary>
    private static void MapPortal(PortalRoutes portal, PortalOptions options)
    {
        portal.Page<HomePage>(PortalPaths.Home, Access.SignedIn);
        if (options.Help != HelpPages.Off)
            portal.Page<HelpPage>(PortalPaths.Help, options.Help == HelpPages.Public ? Access.Anyone : Access.SignedIn);
        portal.Page<SignInPage>(PortalPaths.SignIn, Access.Anyone);
        portal.Fetch(PortalPaths.SignOn, Access.Anyone, portal.Of<SignOnPage>().BeginAsync);
        portal.Fetch(PortalPaths.SignOnReturn, Access.Anyone, portal.Of<SignOnPage>().EndAsync);
        portal.Page<LinkPage>(PortalPaths.Link + "/{token}", Access.Anyone);
        portal.Page<SignOutPage>(PortalPaths.SignOut, Access.Anyone);
        portal.Page<ConfirmPage>(PortalPaths.Confirm, Access.SignedIn);
        portal.Page<DevicesPage>(PortalPaths.Devices, Access.Fresh);
        portal.Page<TicketPage>(PortalPaths.AddDevice, Access.Fresh);
        portal.Page<PhonePage>(PortalPaths.AddPhone, Access.Fresh);
        portal.Page<EnrolPage>(PortalPaths.Enrol, Access.Anyone);
        portal.Call(PortalPaths.DeviceKey, Access.Anyone, portal.Of<EnrolCall>().AnswerAsync);
        portal.Page<ApprovePage>(PortalPaths.Approve, Access.Anyone);
        portal.Fetch(PortalPaths.PushEvents, Access.Anyone, portal.Of<WaitingStream>().AnswerAsync);
        portal.Signed(PortalPaths.PushReach, Access.Anyone, portal.Of<ReachCall>().AnswerAsync);
        portal.Signed(PortalPaths.PushAnswer, Access.Anyone, portal.Of<AnswerCall>().AnswerAsync);
        portal.Page<CodePage>(PortalPaths.Code, Access.SignedIn);
        portal.Fetch(PortalPaths.CodeEvents, Access.SignedIn, portal.Of<CodePage>().WatchAsync);
        portal.Page<FactorsPage>(PortalPaths.Factors, Access.SignedIn);
        portal.Page<AppPage>(PortalPaths.App, Access.Fresh);
        portal.Page<RecoveryCodesPage>(PortalPaths.RecoveryCodes, Access.Fresh);
        portal.Page<SheetPage>(PortalPaths.Sheet, Access.Fresh);
        portal.Page<ActivityPage>(PortalPaths.Activity, Access.SignedIn);
        portal.Page<NotMePage>(PortalPaths.NotMe, Access.SignedIn);
        if (options.HasPasskeys)
            MapPasskeys(portal);
        var calls = portal.Of<CallBacks>();
        portal.Plain(CallAddress.SpeakPattern, "POST", calls.SpeakAsync);
        portal.Plain(CallAddress.KeysPattern, "POST", calls.KeysAsync);
        portal.Plain(CallAddress.StatusPattern, "POST", calls.StatusAsync);
        if (options.HelpdeskGroup is not null)
        {
            portal.Page<HelpdeskPage>(PortalPaths.Helpdesk, Access.FreshHelpdesk);
            portal.Page<CasePage>(PortalPaths.HelpdeskUser, Access.FreshHelpdesk);
        }

        MapAdministration(portal);
        portal.Plain(PortalPaths.Assets + "/{name}", "GET", AssetFiles.ServeAsync);
        portal.NotFound();
    }

    private static void MapPasskeys(PortalRoutes portal)
    {
        portal.Page<PasskeysPage>(PortalPaths.Passkeys, Access.Fresh);
        portal.Call(PortalPaths.PasskeyBegin, Access.Fresh, portal.Of<PasskeyCalls>().BeginAddingAsync);
        portal.Call(PortalPaths.PasskeyAdd, Access.Fresh, portal.Of<PasskeyCalls>().AddAsync);
        portal.Call(PortalPaths.PasskeyAsk, Access.Anyone, portal.Of<PasskeyCalls>().BeginShowingAsync);
        portal.Call(PortalPaths.PasskeyShow, Access.Anyone, portal.Of<PasskeyCalls>().ShowAsync);
    }

    /// <summary>For administrators. A change requires a second factor given in the last minutes.</summary>
    private static void MapAdministration(PortalRoutes portal)
    {
        portal.Page<StatePage>(AdministrationPaths.Home, Access.Administrator);
        portal.Page<UsersPage>(AdministrationPaths.Users, Access.Administrator, Access.FreshAdministrator);
        portal.Page<UserPage>(AdministrationPaths.User, Access.Administrator, Access.FreshAdministrator);
        portal.Page<LoginsPage>(AdministrationPaths.Logins, Access.Administrator);
        portal.Fetch(AdministrationPaths.LoginRows, Access.Administrator, portal.Of<LoginRows>().FetchAsync);
        portal.Page<LockoutsPage>(AdministrationPaths.Lockouts, Access.Administrator, Access.FreshAdministrator);
        portal.Page<RolloutPage>(AdministrationPaths.Rollout, Access.Administrator);
        portal.Page<HostsPage>(AdministrationPaths.Hosts, Access.Administrator, Access.FreshAdministrator);
        portal.Page<NetworksPage>(AdministrationPaths.Networks, Access.Administrator, Access.FreshAdministrator);
        portal.Page<GatePage>(AdministrationPaths.Gate, Access.Administrator);
        portal.Page<AuditPages>(AdministrationPaths.Audit, Access.Administrator);
        portal.Fetch(AdministrationPaths.AuditCsv, Access.Administrator, portal.Of<AuditFiles>().CsvAsync);
        portal.Fetch(AdministrationPaths.AuditJson, Access.Administrator, portal.Of<AuditFiles>().JsonAsync);
    }

    /// <summary>On every listener: documents that prove themselves, and the gates' feed, which checks its own token.</summary>
    private static void MapPublished(WebApplication app, SiteEndpoints site, FeedEndpoints feed)
    {
        app.MapGet("/v1/site-profile", site.Profile);
        app.MapGet("/v1/site-ca", site.Root);
        app.MapGet("/v1/logins/stream", (Delegate)feed.Stream);
    }

    /// <summary>HTTPS, for stock Duo clients and the Duo SDKs. By the Unix socket none of this is there, as by TCP nothing local is.</summary>
    internal static void MapDuo(IEndpointRouteBuilder routes, DuoFace duo)
    {
        foreach (var (suffix, dialect) in (ReadOnlySpan<(string, Dialect)>)[("bson", Dialect.V1Bson), ("json", Dialect.V1Json)])
        {
            Open("GET", $"/rest/v1/ping.{suffix}", dialect, () => DuoReply.Ok("pong"));
            Signed("GET", $"/rest/v1/check.{suffix}", dialect, (_, _) => Task.FromResult(DuoReply.Ok("valid")));
            Signed("POST", $"/rest/v1/preauth.{suffix}", dialect, duo.V1.PreauthAsync);
            Signed("POST", $"/rest/v1/auth.{suffix}", dialect, duo.V1.AuthAsync, FormParameters.MaxBytesWithCommand);
            Signed("GET", $"/rest/v1/status.{suffix}", dialect, (call, _) => Task.FromResult(duo.V1.Status(call)));
        }

        Open("GET", "/auth/v2/ping", Dialect.V2, duo.V2.Time);
        Signed("GET", "/auth/v2/check", Dialect.V2, (_, _) => Task.FromResult(duo.V2.Time()));
        Signed("GET", "/auth/v2/logo", Dialect.V2, (_, _) => Task.FromResult(V2.Logo()));
        Signed("POST", "/auth/v2/preauth", Dialect.V2, duo.V2.PreauthAsync);
        Signed("POST", "/auth/v2/auth", Dialect.V2, duo.V2.AuthAsync, FormParameters.MaxBytesWithCommand);
        Signed("GET", "/auth/v2/auth_status", Dialect.V2, (call, _) => Task.FromResult(duo.V2.AuthStatus(call)));
        Signed("POST", "/auth/v2/enroll", Dialect.V2, (_, _) => Task.FromResult(V2.Enroll()));
        Signed("POST", "/auth/v2/enroll_status", Dialect.V2, (_, _) => Task.FromResult(V2.Enroll()));
        Signed(null, "/admin/{**rest}", Dialect.V2, (_, _) => Task.FromResult(V2.Administration()));
        Signed(null, "/accounts/{**rest}", Dialect.V2, (_, _) => Task.FromResult(V2.Administration()));
        Open(null, "/auth/{**rest}", Dialect.V2, DuoReply.NotFound);
        Open(null, "/rest/{**rest}", Dialect.V1Json, DuoReply.NotFound);

        void Open(string? method, string path, Dialect dialect, Func<DuoReply> handler) =>
            routes.Map(path, context => duo.ServeOpenAsync(context, dialect, method, handler));

        void Signed(
            string? method, string path, Dialect dialect, Func<SignedCall, CancellationToken, Task<DuoReply>> handler, int most = FormParameters.MaxBytes) =>
            routes.Map(path, context => duo.ServeSignedAsync(context, dialect, method, handler, most));
    }

    private static T Service<T>(WebApplication app)
        where T : notnull => app.Services.GetRequiredService<T>();
}
