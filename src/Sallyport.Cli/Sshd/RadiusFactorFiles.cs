using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Sshd.Texts;

namespace Sallyport.Cli.Sshd;

/// <summary>What pam_radius_auth needs to ask the authority of this machine.</summary>
internal static class RadiusFactorFiles
{
    public static Task<FactorFiles> MakeAsync(Door door, AuthorityOptions options, CancellationToken cancel) => MakeAsync(door.Name, door.Paths.RadiusClient, options, cancel);

    /// <param name="name">The name of what asks.</param>
    /// <param name="path">The module's file.</param>
    /// <param name="options">The authority's configuration.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<FactorFiles> MakeAsync(string name, string path, AuthorityOptions options, CancellationToken cancel)
    {
        if (Server(options) is not { } server)
            return FactorFiles.Misconfigured("the RADIUS face is off; write listen = 127.0.0.1:1812 in [radius]");
        if (Client(options, server) is not { } client)
        {
            return FactorFiles.Misconfigured(
                $"no [radius-client NAME] has the address {server.Address}, so the authority would not answer this machine; add to its configuration:",
                $"  [radius-client {name}]",
                $"  address = {server.Address}",
                $"  secret-file = /etc/sallyport/radius/{name}.secret");
        }

        try
        {
            var secret = await RadiusSecrets.OpenAsync(client.SecretFile, cancel);
            return FactorFiles.Of(WantedFile.Secret(path, RadiusClientFile.For(server, secret)));
        }
        catch (InvalidDataException fault)
        {
            return FactorFiles.Refused(fault.Message);
        }
    }

    /// <summary>Where this machine's PAM asks: the RADIUS face's first address, the loopback one if it listens on all.</summary>
    internal static IPEndPoint? Server(AuthorityOptions options)
    {
        if (options.Radius.Listen.IsEmpty)
            return null;
        var first = options.Radius.Listen[0];
        if (first.Address.Equals(IPAddress.Any))
            return new IPEndPoint(IPAddress.Loopback, first.Port);
        return first.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, first.Port) : first;
    }

    /// <summary>The client that this machine is: a request to one of its own addresses comes from that address.</summary>
    private static RadiusClientOptions? Client(AuthorityOptions options, IPEndPoint server) =>
        options.Radius.Clients.DefaultIfEmpty(RadiusClientOptions.ThisMachine).FirstOrDefault(client => client.Networks.Any(network => network.Contains(server.Address)));
}
