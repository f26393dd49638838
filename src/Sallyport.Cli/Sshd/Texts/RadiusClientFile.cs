using System.Globalization;
using System.Net;
using Sallyport.Authority.Secrets;

namespace Sallyport.Cli.Sshd.Texts;

/// <summary>The configuration of pam_radius_auth: server, shared secret, seconds to wait for an answer before asking again.</summary>
internal static class RadiusClientFile
{
    private const int SecondsToWait = 3;

    public static string For(IPEndPoint server, Secret secret) => string.Create(
        CultureInfo.InvariantCulture,
        $"# written by sallyport\n# server:port secret seconds\n{server} {secret.Reveal()} {SecondsToWait}\n");
}
