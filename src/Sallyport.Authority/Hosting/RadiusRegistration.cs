using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Push;
using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Hosting;

/// <summary>The RADIUS face.</summary>
internal static class RadiusRegistration
{
    /// <exception cref="StartFailure">A client's secret cannot be used.</exception>
    public static IServiceCollection AddRadius(this IServiceCollection services, AuthorityOptions options)
    {
        var (clients, faults) = ClientSecrets.Read(options.Radius.Clients);
        if (!faults.IsEmpty)
            throw new StartFailure(string.Join("; ", faults));

        return services
            .AddSingleton(provider => new RadiusServer(
                options.Radius,
                clients,
                provider.GetRequiredService<LoginService>(),
                provider.GetRequiredService<PushLogins>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RadiusServer>>(),
                help: provider.GetRequiredService<HelpLinks>()))
            .AddHostedService(provider => provider.GetRequiredService<RadiusServer>());
    }
}
