using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;
using Sallyport.Settings;

namespace Sallyport.Cli.Hosts;

/// <summary><c>sallyport network</c>: networks whose logins need no second factor.</summary>
internal static class NetworkCommand
{
    private static readonly Argument<string> Network = new("network") { Description = "192.0.2.0/24, 2001:db8::/32 or one address", HelpName = "CIDR" };

    private static readonly Option<bool> Wide = new("--wide") { Description = "confirm a very wide network (wider than /8, or than /32 for IPv6)" };

    public static Command Create() => new("network", "Add, list and remove networks that need no second factor.")
    {
        AuthorityCommand.Create("add", "Trust a network: logins from it need no second factor, and the audit records this.", AddAsync, Network, Wide),
        AuthorityCommand.Create("list", "List the trusted networks.", ListAsync, AuthorityCommand.Json),
        AuthorityCommand.Create("remove", "Stop trusting a network.", RemoveAsync, Network),
    };

    private static async Task AddAsync(Call call)
    {
        var network = call.Parsed.GetValue(Network)!;
        if (Meant(network) is { } meant)
            throw new CommandFailure(ExitCode.Usage, $"{network} is an address in the network {meant}; give the network, or only the address: {network.Split('/')[0]}");
        if (IsVeryWide(network) && !call.Parsed.GetValue(Wide))
            throw new CommandFailure(ExitCode.Usage, $"{network} is a very wide network for logins without a second factor; if you mean all of it, add --wide");
        using var done = await call.Authority.PostAsync("/v1/networks", new NetworkMessage(network), LocalJson.Default.NetworkMessage, call.Cancel);
        await call.Output.WriteLineAsync($"Logins from {network} need no second factor.");
    }

    private static async Task ListAsync(Call call)
    {
        var networks = await call.Authority.GetAsync("/v1/networks", LocalJson.Default.IReadOnlyListNetworkMessage, call.Cancel);
        if (call.WantsJson)
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(networks, LocalJson.Default.IReadOnlyListNetworkMessage));
        else
            await call.Output.WriteAsync(string.Concat(networks.Select(n => n.Network + "\n")));
    }

    private static async Task RemoveAsync(Call call)
    {
        var network = call.Parsed.GetValue(Network)!;
        using var done = await call.Authority.PostAsync("/v1/networks/remove", new NetworkMessage(network), LocalJson.Default.NetworkMessage, call.Cancel);
        await call.Output.WriteLineAsync($"Logins from {network} need a second factor again.");
    }

    /// <summary>The network that an address with a prefix would be; null when it is written as the network.</summary>
    private static IPNetwork? Meant(string text) =>
        Cidr.TryParse(text) is { } network && IPAddress.TryParse(text.Split('/')[0], out var address) && !address.Equals(network.BaseAddress) ? network : null;

    private static bool IsVeryWide(string text) =>
        Cidr.TryParse(text) is { } network && network.PrefixLength > 0 && network.PrefixLength < (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 8 : 32);
}
