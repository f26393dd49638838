using System.Security.Cryptography;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;

namespace EndToEnd.Duo;

/// <summary>What a host is given: the text of pam_duo.conf and login_duo.conf.</summary>
internal static class DuoConfiguration
{
    public static async Task<string> ForAsync(DuoServer authority, DuoClients clients)
    {
        var host = await authority.AddHostAsync($"door-{RandomNumberGenerator.GetHexString(6)}", clients);
        return $"""
            [duo]
            host = localhost:{authority.Port}
            ikey = {host.IntegrationKey}
            skey = {host.SecretKey.Reveal()}
            cafile = {authority.RootPath}
            failmode = secure
            pushinfo = yes

            """;
    }
}
