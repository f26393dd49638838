using System.Net.Sockets;
using Sallyport.Gate.Configuration;

namespace Sallyport.Gate.Relay;

/// <summary>What a trial of a gate's transparent relay came to, and the commands that mend the routing.</summary>
public sealed record RelayCheck(string Backend, RoutingFinding Finding, IReadOnlyList<string> Commands)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Tries each address of the backend; null when the configuration relays from its own address or not at all.</summary>
    public static async Task<RelayCheck?> OfAsync(string configurationPath, TimeProvider time, CancellationToken cancel)
    {
        var (configuration, _, _) = GateConfigurationFile.Load(configurationPath);
        if (configuration?.Backend is not Configuration.Backend.Relay { Source: RelaySource.Client } relay)
            return null;
        var commands = TransparentRouting.Commands(relay.Mark);
        var worst = RoutingFinding.BackendRefused;
        try
        {
            foreach (var address in await relay.Target.ResolveAsync(cancel))
            {
                var finding = await TransparentRouting.ProbeAsync(address, relay.Mark, Patience, time);
                if (finding is RoutingFinding.NoWayBack or RoutingFinding.NotPermitted)
                    return new RelayCheck(relay.Target.ToString(), finding, commands);
                if (finding == RoutingFinding.Works)
                    worst = finding;
            }
        }
        catch (SocketException)
        {
            // a name that nobody knows is a backend that nobody reaches
        }

        return new RelayCheck(relay.Target.ToString(), worst, commands);
    }
}
