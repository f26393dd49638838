using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Registered;

namespace Sallyport.Authority.Local.Desks;

/// <summary>Networks that need no second factor: <c>/v1/networks</c>.</summary>
internal sealed class NetworkEndpoints(NetworkDesk desk)
{
    public async Task<IResult> List(Caller caller, CancellationToken cancel)
    {
        var all = await desk.AllAsync(cancel);
        IReadOnlyList<NetworkMessage> messages = [.. all.Select(n => new NetworkMessage(n.ToString()))];
        return Answers.Ok(messages, LocalJson.Default.IReadOnlyListNetworkMessage);
    }

    public async Task<IResult> Add(NetworkMessage message, Caller caller, CancellationToken cancel) =>
        Answers.Of(await desk.AddAsync(message.Network, caller.Actor, cancel));

    public async Task<IResult> Remove(NetworkMessage message, Caller caller, CancellationToken cancel) =>
        Answers.NotThereUnlessDone(await desk.RemoveAsync(message.Network, caller.Actor, cancel));
}
