using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Authority.Push;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>Takes what a device's person says to a push. The answer's own signature is the proof; nobody need be signed in.</summary>
internal sealed class AnswerCall(PushDesk desk)
{
    public async Task<IResult> AnswerAsync(Visit visit, CancellationToken cancel)
    {
        var body = await DeviceJson.BodyAsync(visit.Http.Request, cancel);
        if (DeviceJson.Read<AnswerMessage>(body) is not { } message || Read(visit.Http.Request.RouteValues["id"] as string, message) is not { } answer)
            return Results.StatusCode(StatusCodes.Status400BadRequest);

        var result = await desk.AnswerAsync(message.Person, answer, cancel);
        return Results.Json(new AnsweredMessage(State(result)), DeviceJson.Default.AnsweredMessage);
    }

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
