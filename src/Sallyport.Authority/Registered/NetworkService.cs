using System.Net;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Storage;
using Sallyport.Settings;

namespace Sallyport.Authority.Registered;

/// <summary>Keeps the list of networks that need no second factor, for the command line and for the portal.</summary>
internal sealed class NetworkService(ITrustedNetworks networks, PolicySource policies)
{
    public ValueTask<IReadOnlyList<IPNetwork>> AllAsync(CancellationToken cancel) => networks.NetworksAsync(cancel);

    public Task<Registration> AddAsync(string network, Actor actor, CancellationToken cancel) =>
        ChangeAsync(network, actor, networks.AddNetworkAsync, known => $"{known} is already trusted", cancel);

    public Task<Registration> RemoveAsync(string network, Actor actor, CancellationToken cancel) => ChangeAsync(
        network, actor, networks.RemoveNetworkAsync, unknown => $"{unknown} is not among the trusted networks; see: sallyport network list", cancel);

    private async Task<Registration> ChangeAsync(
        string request,
        Actor actor,
        Func<IPNetwork, Actor, CancellationToken, ValueTask<bool>> change,
        Func<IPNetwork, string> unchanged,
        CancellationToken cancel)
    {
        if (Cidr.TryParse(request) is not { } network)
            return new Registration.Malformed("a network is written 192.0.2.0/24 or 2001:db8::/32");
        if (network.PrefixLength == 0)
            return new Registration.Malformed("a prefix of 0 bits would trust everybody; name a smaller network");

        var changed = await change(network, actor, cancel);
        policies.Forget();
        return changed ? new Registration.Done() : new Registration.Unchanged(unchanged(network));
    }
}
