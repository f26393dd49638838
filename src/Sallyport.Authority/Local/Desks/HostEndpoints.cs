using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Registered;

namespace Sallyport.Authority.Local.Desks;

/// <summary>Hosts that ask by the Duo protocol: <c>/v1/hosts</c>.</summary>
internal sealed class HostEndpoints(HostDesk desk)
{
    public async Task<IResult> List(Caller caller, CancellationToken cancel)
    {
        var all = await desk.AllAsync(cancel);
        IReadOnlyList<HostMessage> messages = [.. all.Select(h => new HostMessage(h.Name, h.IntegrationKey, HostDesk.Word(h.Clients)))];
        return Answers.Ok(messages, LocalJson.Default.IReadOnlyListHostMessage);
    }

    public async Task<IResult> Add(HostWishMessage wish, Caller caller, CancellationToken cancel)
    {
        var (outcome, host) = await desk.AddAsync(wish.Name, wish.Clients, caller.Actor, cancel);
        return host is null
            ? Answers.Of(outcome)
            : Answers.Ok(
                new HostAddedMessage(host.Name, host.IntegrationKey, host.SecretKey.Reveal(), desk.ApiHost, desk.RootFile),
                LocalJson.Default.HostAddedMessage);
    }

    public async Task<IResult> Remove(string name, Caller caller, CancellationToken cancel) =>
        Answers.NotThereUnlessDone(await desk.RemoveAsync(name, caller.Actor, cancel));
}
