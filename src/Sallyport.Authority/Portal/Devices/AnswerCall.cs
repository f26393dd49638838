using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>Takes what a device's person says to a push. The answer's own signature is the proof; nobody need be signed in.</summary>
internal sealed class AnswerCall(IPeople people, IAuditLog audit, PolicySource policies)
{
    public async Task<IResult> AnswerAsync(Visit visit, CancellationToken cancel)
    {
        var body = await DeviceJson.BodyAsync(visit.Http.Request, cancel);
        if (DeviceJson.Read<AnswerMessage>(body) is not { } message || Read(visit.Http.Request.RouteValues["id"] as string, message) is not { } answer)
            return Results.StatusCode(StatusCodes.Status400BadRequest);

        var result = await DecideAsync(message.Person, answer, visit.Now, cancel);
        return Results.Json(new AnsweredMessage(State(result)), DeviceJson.Default.AnsweredMessage);
    }

    private async Task<PushResult> DecideAsync(string name, PushAnswer answer, DateTimeOffset now, CancellationToken cancel)
    {
        var policy = await policies.GetAsync(cancel);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var person = await people.FindAsync(name, cancel);
            var answered = PushAnswers.Answer(person, answer, policy, now);
            if (ReferenceEquals(person, answered.Next))
                await audit.AppendAsync(answered.Events, cancel);
            else if (await people.CommitAsync(answered.Next, answered.Events, cancel) == Commit.Conflict)
                continue;
            return answered.Result;
        }
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
