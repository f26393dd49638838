using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.DayKeys;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Metrics;
using Sallyport.Authority.Push;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Hosting;

/// <summary>What decides logins, and who is told of each.</summary>
internal static class LoginRegistration
{
    public static IServiceCollection AddLogins(this IServiceCollection services, AuthorityOptions options, AuthorityDependencies parts, IStore store)
    {
        var policies = new PolicySource(options, store, new Decoy(store.DecoyKey.Bytes, options.Decoys), parts.Clock, parts.Accounts);
        return services
            .AddSingleton(policies)
            .AddSingleton(policies.Names)
            .AddSingleton(new HelpLinks(options.Portal))
            .AddSingleton<LoginFeed>()
            .AddSingleton<NotMeAlert>()
            .AddSingleton<FactorSessions>()
            .AddSingleton(provider => new SessionNotices(options.NoticesFolder, provider.GetRequiredService<ILogger<LoginService>>()))
            .AddSingleton<ILoginObserver>(provider => new Observers(
                provider.GetRequiredService<LoginFeed>(),
                provider.GetRequiredService<NotMeAlert>(),
                provider.GetRequiredService<SessionNotices>(),
                provider.GetRequiredService<LoginCounts>(),
                provider.GetRequiredService<FactorSessions>(),
                new LoginLog(provider.GetRequiredService<ILogger<LoginService>>())))
            .AddSingleton<LoginService>();
    }

    /// <summary>Logins on a device.</summary>
    public static IServiceCollection AddPush(this IServiceCollection services, AuthorityOptions options) => services
        .AddSingleton(options.Push)
        .AddSingleton<PushWaiters>()
        .AddSingleton<PushLogins>()
        .AddSingleton<PushAnswerService>()
        .AddSingleton<PhoneProofs>()
        .AddSingleton<IPushCourier, PushCourier>();
}
