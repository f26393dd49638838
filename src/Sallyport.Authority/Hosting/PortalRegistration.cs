using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Portal;
using Sallyport.Authority.Portal.Administration;
using Sallyport.Authority.Portal.Administration.Pages;
using Sallyport.Authority.Portal.Helpdesk;
using Sallyport.Authority.Portal.Passkeys;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.SingleSignOn;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Hosting;

/// <summary>The portal: its pipeline, sessions, passkeys and single sign-on.</summary>
internal static class PortalRegistration
{
    /// <exception cref="StartFailure">The secret of single sign-on cannot be read.</exception>
    public static IServiceCollection AddPortal(this IServiceCollection services, AuthorityOptions options, IStore store)
    {
        var seal = new SessionSeal(store.DecoyKey.Bytes);
        services
            .AddSingleton(seal)
            .AddSingleton(new SessionCookie(seal, options.Portal.Policy))
            .AddSingleton<RateLimits>()
            .AddSingleton<Administrators>()
            .AddSingleton<HelpdeskMembers>()
            .AddSingleton<PortalService>()
            .AddSingleton<PortalPipeline>()
            .AddSingleton(new UserHandles(store.DecoyKey.Bytes))
            .AddSingleton<Ceremonies>();
        if (options.Portal is not { IsOn: true, SignOn: { } signOn })
            return services;

        var secret = new Secret(FirstLine.Of(signOn.SecretFile, 1, "the secret of [sign-on]"));
        return services
            .AddSingleton(provider => new OpenIdProvider(signOn, secret, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new SignOn(signOn, provider.GetRequiredService<OpenIdProvider>(), options.Portal.Origin));
    }

    /// <summary>What the pages for administrators are made of.</summary>
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddSingleton<SiteTime>()
        .AddSingleton<PeopleLines>()
        .AddSingleton<AdministrationService>()
        .AddSingleton<AuditTable>()
        .AddSingleton<LoginRows>()
        .AddSingleton<LockoutList>()
        .AddSingleton<HelpdeskService>()
        .AddSingleton<CaseForms>()
        .AddSingleton<ChainState>()
        .AddSingleton<GateWatch>();
}
