using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Hosting;

/// <summary>The store, under each of its faces, and what every other part uses.</summary>
internal static class StoreRegistration
{
    public static IServiceCollection AddStore(this IServiceCollection services, AuthorityOptions options, AuthorityDependencies parts, IStore store) => services
        .AddSingleton(options)
        .AddSingleton(parts.Clock)
        .AddSingleton(parts.Accounts)
        .AddSingleton(store)
        .AddSingleton<IPeople>(store)
        .AddSingleton<IAuditLog>(store)
        .AddSingleton<IHosts>(store)
        .AddSingleton<ITrustedNetworks>(store)
        .AddSingleton<IUpkeep>(store);
}
