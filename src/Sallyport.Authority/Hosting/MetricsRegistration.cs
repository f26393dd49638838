using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Metrics;

namespace Sallyport.Authority.Hosting;

/// <summary>Counters, and the pages that show them.</summary>
internal static class MetricsRegistration
{
    public static IServiceCollection AddMetrics(this IServiceCollection services) => services
        .AddSingleton<LoginCounts>()
        .AddSingleton<MetricsPages>();
}
