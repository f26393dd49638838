using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli;

/// <summary><c>sallyport network</c>: networks whose logins need no second factor.</summary>
internal static class NetworkCommand
{
    private static readonly Argument<string> Network = new("network") { Description = "192.0.2.0/24, 2001:db8::/32 or one address", HelpName = "CIDR" };

    public static Command Create() => new("network", "Add, list and remove networks that need no second factor.")
    {
        AuthorityCommand.Create("add", "Trust a network: its logins need no second factor, and the audit says so.", AddAsync, Network),
        AuthorityCommand.Create("list", "List the trusted networks.", ListAsync, AuthorityCommand.Json),
        AuthorityCommand.Create("remove", "Trust a network no longer.", RemoveAsync, Network),
    };

    private static async Task AddAsync(Call call)
    {
        var network = call.Parsed.GetValue(Network)!;
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
}
