using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Tests.Storage;

namespace Sallyport.Authority.Tests.Delivery;

public sealed class DeliveriesEndTests
{
    /// <summary>An authority that could not start is disposed without a stop; a task that fails then would be logged as a fault.</summary>
    [Fact]
    public async Task the_senders_end_in_peace_when_nobody_stops_them_first()
    {
        await using var store = new MemoryStore(TimeProvider.System);
        var deliveries = new Deliveries([], store, TimeProvider.System, NullLogger<Deliveries>.Instance);
        await deliveries.StartAsync(CancellationToken.None);
        var running = deliveries.ExecuteTask!;
        var sending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        deliveries.Post(
            new Message("1", Purpose.Sms, "ada", "sms1", new Secret("+49"), "", new Secret(""), null, DateTimeOffset.MaxValue),
            [new Deliveries.Way("never", async cancel =>
            {
                sending.SetResult();
                await Task.Delay(Timeout.Infinite, cancel);
                return new DeliveryResult(DeliveryState.Sent, "");
            })]);
        await sending.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        deliveries.Dispose();

        await running.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }
}
