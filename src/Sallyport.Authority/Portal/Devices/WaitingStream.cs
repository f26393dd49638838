using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>Tells an enrolled browser, while its Approve page is open, which login waits for it (server-sent events).</summary>
internal sealed class WaitingStream(IPeople people, IHostApplicationLifetime stopping, TimeProvider clock)
{
    /// <summary>Pages of one person that may be open at a time.</summary>
    private const int MostOpen = 16;

    /// <summary>How soon a login shows. It is looked for in the store, since another authority may have made it.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);

    /// <summary>A line at least so often keeps proxies from hanging up, and finds out who has gone.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(15);

    private readonly IHostApplicationLifetime stopping = stopping;
    private readonly ConcurrentDictionary<string, int> open = new(StringComparer.Ordinal);

    public async Task<IResult> AnswerAsync(PortalRequest request, CancellationToken cancel)
    {
        var http = request.Http.Request;
        if (DeviceProof.Read(http) is not { } proof || proof.Check(await people.FindAsync(proof.Person, cancel), http, [], request.Now) is null)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (open.AddOrUpdate(proof.Person, 1, (_, count) => count + 1) > MostOpen)
        {
            Close(proof.Person);
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        return new Events(this, proof);
    }

    private void Close(string person)
    {
        if (open.AddOrUpdate(person, 0, (_, count) => count - 1) <= 0)
            open.TryRemove(KeyValuePair.Create(person, 0));
    }

    private static PendingPush? Waiting(Person person, DeviceId device, DateTimeOffset now) =>
        person.Enrolments.Devices.Push is { } push && push.IsOpen(now) && push.Devices.Contains(device) ? push : null;

    private static WaitingMessage Message(Person person, PendingPush? push, DateTimeOffset now) => push is null
        ? WaitingMessage.Nothing
        : new(
            push.Id.ToString(), person.Name, push.Host, push.Source?.ToString(), push.Command, push.Made, (int)Math.Ceiling((push.Expires - now).TotalSeconds),
            push.Number is not null)
        {
            Type = push.Told.Type,
            DisplayName = push.Told.DisplayName,
            Told = push.Told.Facts.IsEmpty ? null : [.. push.Told.Facts.Select(fact => new ToldMessage(fact.Name, fact.Value))],
        };

    /// <summary>Until the page is closed, the device is none any more, or the authority stops.</summary>
    private async Task TellAsync(HttpResponse response, DeviceProof proof, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Look, clock);
        PushId? told = null;
        long? toldAt = null;
        do
        {
            var person = await people.FindAsync(proof.Person, cancel);
            if (person.Standing != PersonStanding.Registered || person.Enrolments.Devices.Find(proof.Device) is null)
                return;

            var now = clock.GetUtcNow();
            var push = Waiting(person, proof.Device, now);
            var isNews = toldAt is null || push?.Id != told;
            if (!isNews && clock.GetElapsedTime(toldAt!.Value) < Pulse)
                continue;

            var line = isNews ? $"data: {JsonSerializer.Serialize(Message(person, push, now), DeviceJson.Default.WaitingMessage)}\n\n" : ":\n\n";
            await response.WriteAsync(line, cancel);
            await response.Body.FlushAsync(cancel);
            (told, toldAt) = (push?.Id, clock.GetTimestamp());
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private sealed class Events(WaitingStream owner, DeviceProof proof) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, owner.stopping.ApplicationStopping);
            httpContext.Response.ContentType = "text/event-stream";
            try
            {
                await owner.TellAsync(httpContext.Response, proof, ending.Token);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The page was closed, or the authority stops.
            }
            finally
            {
                owner.Close(proof.Person);
            }
        }
    }
}
