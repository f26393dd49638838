using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Registered;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>Networks that need no second factor: <c>/v1/networks</c>.</summary>
internal sealed class NetworkEndpoints(NetworkService service)
{
    public async Task<IResult> List(Caller caller, CancellationToken cancel)
    {
        var all = await service.AllAsync(cancel);
        IReadOnlyList<NetworkMessage> messages = [.. all.Select(n => new NetworkMessage(n.ToString()))];
        return Answers.Ok(messages, LocalJson.Default.IReadOnlyListNetworkMessage);
    }

    public async Task<IResult> Add(NetworkMessage message, Caller caller, CancellationToken cancel) =>
        Answers.Of(await service.AddAsync(message.Network, caller.Actor, cancel));

    public async Task<IResult> Remove(NetworkMessage message, Caller caller, CancellationToken cancel) =>
        Answers.NotThereUnlessDone(await service.RemoveAsync(message.Network, caller.Actor, cancel));
}
