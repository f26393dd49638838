using System.Net;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Storage;
using Sallyport.Settings;

namespace Sallyport.Authority.Local.Desks;

/// <summary>Networks that need no second factor: <c>/v1/networks</c>.</summary>
internal sealed class NetworkEndpoints(ITrustedNetworks networks, PolicySource policies)
{
    public async Task<IResult> List(Caller caller, CancellationToken cancel)
    {
        var all = await networks.NetworksAsync(cancel);
        IReadOnlyList<NetworkMessage> messages = [.. all.Select(n => new NetworkMessage(n.ToString()))];
        return Answers.Ok(messages, LocalJson.Default.IReadOnlyListNetworkMessage);
    }

    public Task<IResult> Add(NetworkMessage message, Caller caller, CancellationToken cancel) => ChangeAsync(
        message,
        caller,
        networks.AddNetworkAsync,
        network => Answers.Refused($"{network} is trusted already"),
        cancel);

    public Task<IResult> Remove(NetworkMessage message, Caller caller, CancellationToken cancel) => ChangeAsync(
        message,
        caller,
        networks.RemoveNetworkAsync,
        network => Answers.NotThere($"{network} is not among the trusted networks; see: sallyport network list"),
        cancel);

    private async Task<IResult> ChangeAsync(
        NetworkMessage message,
        Caller caller,
        Func<IPNetwork, Actor, CancellationToken, ValueTask<bool>> change,
        Func<IPNetwork, IResult> unchanged, CancellationToken cancel)
    {
        if (Cidr.TryParse(message.Network) is not { } network)
            return Answers.Malformed("a network is written 192.0.2.0/24 or 2001:db8::/32");
        if (network.PrefixLength == 0)
            return Answers.Malformed("0 bits would trust everybody; name the network that you mean");

        var changed = await change(network, caller.Actor, cancel);
        policies.Forget();
        return changed ? Answers.Done() : unchanged(network);
    }
}
