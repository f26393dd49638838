using Microsoft.AspNetCore.Http;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>An enrolled browser tells where Web Push reaches it. It signs that, so that nobody else has its logins announced elsewhere.</summary>
internal sealed class ReachCall(PeopleService service, RateLimits limits)
{
    public async Task<IResult> AnswerAsync(PortalRequest request, CancellationToken cancel)
    {
        var http = request.Http.Request;
        var body = await DeviceJson.BodyAsync(http, cancel);
        var proof = DeviceProof.Read(http);
        var device = proof?.Check(await service.FindAsync(proof.Person, cancel), http, body, request.Now);
        if (!(device is null ? limits.Allow(request) : limits.Allow(device.Id)))
            return ErrorPages.TooMany(request);
        if (DeviceJson.Read<ReachMessage>(body) is not { } message || Subscription(message) is not { } subscription)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (proof is null || device is null)
            return Results.StatusCode(StatusCodes.Status403Forbidden);

        // The page tells it each time it is opened: only what is new is kept.
        if (!subscription.Equals(device.Subscription))
            await service.ChangeAsync(proof.Person, person => Reach(person, device.Id, subscription), cancel);
        return Results.NoContent();
    }

    private static PersonChange Reach(Person person, DeviceId id, WebPushSubscription subscription) =>
        Enrolling.ReachDevice(person, id, subscription, person.Enrolments.Devices.Find(id)?.Channel, person.Name);

    private static WebPushSubscription? Subscription(ReachMessage message) =>
        DeviceJson.Bytes(message.P256dh) is { } key && DeviceJson.Bytes(message.Auth) is { } secret ? WebPushSubscription.Read(message.Endpoint, key, secret) : null;
}
