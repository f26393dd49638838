using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Audit;
using Sallyport.Authority.Audit.Statistics;
using Sallyport.Authority.DayKeys;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.People;
using Sallyport.Authority.Registered;
using Sallyport.Authority.Sheets;
using Sallyport.Authority.Sites;

namespace Sallyport.Authority.Hosting;

/// <summary>What changes people, hosts and networks, and what looks through the audit for it.</summary>
internal static class PeopleRegistration
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<PeopleService>()
        .AddSingleton<DayKeyService>()
        .AddSingleton<HostService>()
        .AddSingleton<NetworkService>()
        .AddSingleton<RolloutReporter>()
        .AddSingleton<SitePublisher>()
        .AddSingleton<SiteRoot>()
        .AddSingleton<SheetMaker>();

    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<LoginStatistics>()
        .AddSingleton<AuditExport>();
}
