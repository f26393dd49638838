using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Duo;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Hosting;

/// <summary>The Duo face, and the certificate that it shares with the portal.</summary>
internal static class DuoRegistration
{
    public static IServiceCollection AddDuo(this IServiceCollection services, AuthorityOptions options) => services
        .AddSingleton<DuoFace>()
        .AddSingleton(provider => Certificate(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ServerCertificate>>()));

    private static ServerCertificate Certificate(AuthorityOptions options, TimeProvider clock, ILogger logger) =>
        options.Duo.CertificateFile is { } chain
            ? ServerCertificate.FromFiles(chain, options.Duo.CertificateKeyFile!, clock, logger.CertificateNotRenewed)
            : ServerCertificate.FromOwnAuthority(CertificateAuthority.Open(options.StateFolder, clock), Names(options), clock, logger.CertificateNotRenewed);

    /// <summary>The Duo face's names, then the portal's.</summary>
    private static string[] Names(AuthorityOptions options) =>
        [.. options.Portal.Url is { } url ? options.Duo.Names.Append(url.IdnHost).Distinct(StringComparer.OrdinalIgnoreCase) : options.Duo.Names];
}
