using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Local;
using Sallyport.Authority.Local.Desks;

namespace Sallyport.Authority;

/// <summary>Every URL of the authority. To add a face: a folder, and its line in <see cref="Map"/>.</summary>
internal static class Endpoints
{
    public static void Map(WebApplication app)
    {
        MapLocal(app);
    }

    /// <summary>The Unix socket. Who you are is what the kernel says; what you may do is the group's filter.</summary>
    private static void MapLocal(WebApplication app)
    {
        var (health, users, factors, hosts, networks, audit, store, feed) = (
            Desk<HealthEndpoints>(app), Desk<UserEndpoints>(app), Desk<FactorEndpoints>(app), Desk<HostEndpoints>(app),
            Desk<NetworkEndpoints>(app), Desk<AuditEndpoints>(app), Desk<StoreEndpoints>(app), Desk<FeedEndpoints>(app));
        var local = app.MapGroup("/v1").AddEndpointFilter<LocalOnly>();

        local.MapGet("/health", health.Show);
        local.MapGet("/logins/stream", feed.Stream);

        var own = local.MapGroup("/users/{name}").AddEndpointFilter<OwnerOrAdministrator>();
        own.MapGet("/", users.Show);
        own.MapPost("/totp/start", factors.StartTotp);
        own.MapPost("/totp/confirm", factors.ConfirmTotp);
        own.MapPost("/totp/test", factors.TestTotp);
        own.MapPost("/totp/import", factors.ImportTotp);
        own.MapDelete("/totp", factors.RemoveTotp);
        own.MapGet("/skey/plan", factors.PlanSkey);
        own.MapPost("/skey", factors.IssueSkey);
        own.MapDelete("/skey", factors.RemoveSkey);
        own.MapPost("/recovery-codes", factors.IssueRecoveryCodes);

        var administration = local.MapGroup(string.Empty).AddEndpointFilter<AdministratorsOnly>();
        administration.MapGet("/users", users.List);
        administration.MapPost("/users/{name}", users.Add);
        administration.MapDelete("/users/{name}", users.Remove);
        administration.MapPost("/users/{name}/lock", users.Lock);
        administration.MapPost("/users/{name}/unlock", users.Unlock);
        administration.MapPost("/users/{name}/web-otp", factors.IssueWebOtp);
        administration.MapPost("/users/{name}/bypass-code", factors.IssueBypass);
        administration.MapGet("/hosts", hosts.List);
        administration.MapPost("/hosts", hosts.Add);
        administration.MapDelete("/hosts/{name}", hosts.Remove);
        administration.MapGet("/networks", networks.List);
        administration.MapPost("/networks", networks.Add);
        administration.MapPost("/networks/remove", networks.Remove);
        administration.MapGet("/audit", audit.Tail);
        administration.MapPost("/audit/verify", audit.Verify);
        administration.MapPost("/backup", store.Backup);
        administration.MapPost("/key/rotate", store.RotateKey);
    }

    private static T Desk<T>(WebApplication app)
        where T : notnull => app.Services.GetRequiredService<T>();
}
