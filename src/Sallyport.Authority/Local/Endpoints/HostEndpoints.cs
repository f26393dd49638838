using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Registered;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>Hosts that use the Duo protocol: <c>/v1/hosts</c>.</summary>
internal sealed class HostEndpoints(HostService service)
{
    public async Task<IResult> List(Caller caller, CancellationToken cancel)
    {
        var all = await service.AllAsync(cancel);
        IReadOnlyList<HostMessage> messages = [.. all.Select(h => new HostMessage(h.Name, h.IntegrationKey, HostService.Word(h.Clients)))];
        return Answers.Ok(messages, LocalJson.Default.IReadOnlyListHostMessage);
    }

    public async Task<IResult> Add(HostRequestMessage request, Caller caller, CancellationToken cancel)
    {
        var (outcome, host) = await service.AddAsync(request.Name, request.Clients, caller.Actor, cancel);
        return host is null
            ? Answers.Of(outcome)
            : Answers.Ok(
                new HostAddedMessage(host.Name, host.IntegrationKey, host.SecretKey.Reveal(), service.ApiHost, service.RootFile),
                LocalJson.Default.HostAddedMessage);
    }

    public async Task<IResult> Remove(string name, Caller caller, CancellationToken cancel) =>
        Answers.NotThereUnlessDone(await service.RemoveAsync(name, caller.Actor, cancel));
}
