using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Metrics.Instruments;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Settings;

namespace Sallyport.Authority.Delivery;

/// <summary>
/// What waits to be sent, and who sends it: a login hands its message over and never waits for it. The queue is bounded and lives in
/// memory: what a crash takes with it is not sent later, and so never twice. The audit says how each message ended.
/// </summary>
internal sealed class Deliveries(ImmutableArray<Deliverer> deliverers, IAuditLog audit, TimeProvider clock, ILogger<Deliveries> log) : BackgroundService
{
    /// <summary>More than this many at once are a flood.</summary>
    public const int MostWaiting = 16_384;

    private const int Senders = 16;

    private readonly Channel<Parcel> queue = Channel.CreateBounded<Parcel>(MostWaiting);
    private readonly SeenIds seen = new(MostWaiting);

    /// <summary>Messages by how they ended.</summary>
    public LabelledCounter<DeliveryState> Ended { get; } = new(state => LabelSet.Of(["state"], [KebabCase.Of(state.ToString())]));

    /// <summary>How many wait to be sent.</summary>
    public int Waiting => queue.Reader.Count;

    /// <summary>Whether the site has a way for this.</summary>
    public bool CanSend(Purpose purpose) => deliverers.Any(way => way.Serves(purpose));

    /// <summary>The way of that name, when it is there and for this.</summary>
    public Deliverer? Find(string name, Purpose purpose) => deliverers.FirstOrDefault(way => way.Name == name && way.Serves(purpose));

    /// <summary>The first way for this: the one whose provider calls back.</summary>
    public Deliverer? First(Purpose purpose) => deliverers.FirstOrDefault(way => way.Serves(purpose));

    /// <summary>By the first way for the message's purpose; by the next one when the first has certainly not sent it.</summary>
    public void Post(Message message) => Post(
        message, [.. deliverers.Where(way => way.Serves(message.Purpose)).Select(way => new Way(way.Name, token => way.SendAsync(message, token)))]);

    /// <summary>By these ways, in this order.</summary>
    public void Post(Message message, ImmutableArray<Way> ways)
    {
        if (!seen.Add(message.Id))
            return;
        if (!queue.Writer.TryWrite(new Parcel(message, ways)))
            log.DeliveryQueueFull(MostWaiting);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() => SendAllAsync(stoppingToken), stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end, also of an authority that could not start: the host would log a fault.
        }
    }

    private async Task SendAllAsync(CancellationToken cancel)
    {
        await foreach (var parcel in queue.Reader.ReadAllAsync(cancel))
        {
            try
            {
                await SendAsync(parcel, cancel);
            }
            catch (Exception fault) when (!cancel.IsCancellationRequested)
            {
                log.DeliveryFaulted(parcel.Message.ToString(), fault);
            }
        }
    }

    private async Task SendAsync(Parcel parcel, CancellationToken cancel)
    {
        var message = parcel.Message;
        var (way, result) = ("no way", new DeliveryResult(DeliveryState.Refused, $"there is no [deliver …] with for = {message.Purpose.ToString().ToLowerInvariant()}"));
        foreach (var next in parcel.Ways)
        {
            (way, result) = (next.Name, message.Expires > clock.GetUtcNow()
                ? await next.Send(cancel)
                : new DeliveryResult(DeliveryState.Refused, "it expired before it could be sent"));
            if (result.State is DeliveryState.Sent or DeliveryState.InDoubt)
                break;
        }

        Ended.Add(result.State);
        log.Delivered(message.ToString(), way, result.State, LogText.Of(result.Detail));
        var kind = result.State switch
        {
            DeliveryState.Sent => AuditKind.MessageSent,
            DeliveryState.InDoubt => AuditKind.MessageInDoubt,
            _ => AuditKind.MessageFailed,
        };
        await audit.AppendAsync([new AuditEvent(kind, message.Person, Detail: $"{message} by {way}: {result.Detail}")], cancel);
    }

    /// <summary>One way for one message, with all its attempts.</summary>
    public sealed record Way(string Name, Func<CancellationToken, Task<DeliveryResult>> Send);

    private sealed record Parcel(Message Message, ImmutableArray<Way> Ways);
}
