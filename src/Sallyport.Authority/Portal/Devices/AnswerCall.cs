using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Push;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>Takes what a device's person says to a push. The answer's own signature is the proof; nobody need be signed in.</summary>
internal sealed class AnswerCall(PushAnswerService service, IPeople people, RateLimits limits)
{
    public async Task<IResult> AnswerAsync(PortalRequest request, CancellationToken cancel)
    {
        var body = await DeviceJson.BodyAsync(request.Http.Request, cancel);
        var message = DeviceJson.Read<AnswerMessage>(body);
        var answer = message is null ? null : Read(request.Http.Request.RouteValues["id"] as string, message);
        var isAllowed = answer is not null && await IsSignedAsync(message!.Person, answer, cancel) ? limits.Allow(answer.Device) : limits.Allow(request);
        if (!isAllowed)
            return ErrorPages.TooMany(request);
        if (message is null || answer is null)
            return Results.StatusCode(StatusCodes.Status400BadRequest);

        var result = await service.AnswerAsync(message.Person, answer, cancel);
        return Results.Json(new AnsweredMessage(State(result)), DeviceJson.Default.AnsweredMessage);
    }

    private async ValueTask<bool> IsSignedAsync(string name, PushAnswer answer, CancellationToken cancel) =>
        (await people.FindAsync(name, cancel)).Enrolments.Devices.Find(answer.Device)?.Key is { } key
        && key.HasSigned(PushAnswer.SignedText(name, answer.Push, answer.Device, answer.Reply, answer.Number), answer.Signature.AsSpan());

    private static PushAnswer? Read(string? id, AnswerMessage message) =>
        PushId.Parse(id ?? string.Empty) is { } push
        && DeviceId.Parse(message.Device) is { } device
        && PushAnswer.Reads(message.Verdict) is { } reply
        && message.Number.Length <= 8
        && DeviceJson.Bytes(message.Signature) is { } signature
            ? new PushAnswer(push, device, reply, message.Number, [.. signature])
            : null;

    /// <summary>What the Approve page shows.</summary>
    private static string State(PushResult result) => result switch
    {
        PushResult.Approved => "approved",
        PushResult.Denied => "denied",
        PushResult.SourceClosed => "not-me",
        PushResult.WrongNumber => "wrong-number",
        PushResult.WrongNumberTooOften => "too-many-wrong-numbers",
        PushResult.TooLate => "gone",
        PushResult.Forged => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
