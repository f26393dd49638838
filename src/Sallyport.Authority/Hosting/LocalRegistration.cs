using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Local;
using Sallyport.Authority.Local.Endpoints;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Portal;

namespace Sallyport.Authority.Hosting;

/// <summary>The Unix socket of the command line, and what the gates read.</summary>
internal static class LocalRegistration
{
    public static IServiceCollection AddLocal(this IServiceCollection services, AuthorityOptions options) => services
        .ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = LocalJson.Default.Options.PropertyNamingPolicy;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, LocalJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, ImportJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(2, LeavingJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(3, DayKeyJson.Default);
        })
        .AddSingleton<HealthEndpoints>()
        .AddSingleton<UserEndpoints>()
        .AddSingleton<FactorEndpoints>()
        .AddSingleton<LoginEnrolmentEndpoint>()
        .AddSingleton<DeviceEndpoints>()
        .AddSingleton<HostEndpoints>()
        .AddSingleton<NetworkEndpoints>()
        .AddSingleton<AuditEndpoints>()
        .AddSingleton<StoreEndpoints>()
        .AddSingleton<ImportEndpoints>()
        .AddSingleton<KeyExportEndpoints>()
        .AddSingleton<LeavingEndpoints>()
        .AddSingleton<RolloutEndpoints>()
        .AddSingleton<SiteEndpoints>()
        .AddSingleton<PortalLinkEndpoint>()
        .AddSingleton<DayKeyEndpoints>()
        .AddSingleton<DoorEndpoints>()
        .AddSingleton(provider => new FeedEndpoints(provider.GetRequiredService<LoginFeed>(), options, GateTokens.Read(options.Gates)));
}
