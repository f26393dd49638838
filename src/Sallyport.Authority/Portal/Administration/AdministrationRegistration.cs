using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Exports;
using Sallyport.Authority.Portal.Administration.Pages;
using Sallyport.Authority.Sheets;
using Sallyport.Authority.Statistics;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>What the pages for administrators are made of.</summary>
internal static class AdministrationRegistration
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddSingleton<SiteTime>()
        .AddSingleton<PeopleLines>()
        .AddSingleton<AdministrationService>()
        .AddSingleton<AuditTable>()
        .AddSingleton<LoginRows>()
        .AddSingleton<LockoutList>()
        .AddSingleton<ChainState>()
        .AddSingleton<GateWatch>()
        .AddSingleton<LoginStatistics>()
        .AddSingleton<AuditExport>()
        .AddSingleton<SheetMaker>();
}
