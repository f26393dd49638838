using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>The queue: once and no more, the next way only after a certain failure, and the audit tells how it ended.</summary>
public sealed class DeliveriesTests : IAsyncDisposable
{
    private readonly TestClock clock = new();
    private readonly MemoryStore store;

    public DeliveriesTests() => store = new MemoryStore(clock);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_message_goes_out_once_however_often_it_is_handed_over()
    {
        var driver = new TestDriver(DeliveryState.Sent);
        await SendAsync([driver], 3);
        Assert.Equal(1, driver.Attempts);
        Assert.Equal((AuditKind.MessageSent, "alice", "sms to sms1 by way0: sent"), Audited());
    }

    [Theory]
    [InlineData(nameof(DeliveryState.NotSent), 3, 1, AuditKind.MessageSent)]
    [InlineData(nameof(DeliveryState.Refused), 1, 1, AuditKind.MessageSent)]
    [InlineData(nameof(DeliveryState.InDoubt), 1, 0, AuditKind.MessageInDoubt)]
    public async Task The_next_way_is_taken_only_when_the_first_has_certainly_not_sent_it(string first, int attempts, int second, AuditKind kind)
    {
        var (one, two) = (new TestDriver(Enum.Parse<DeliveryState>(first)), new TestDriver(DeliveryState.Sent));
        await SendAsync([one, two], 1);
        Assert.Equal((attempts, second, kind), (one.Attempts, two.Attempts, Audited().Kind));
    }

    [Fact]
    public async Task A_driver_that_throws_takes_nobody_elses_message_with_it()
    {
        var broken = new TestDriver(null);
        var deliveries = Make([broken]);
        await deliveries.StartAsync(CancellationToken.None);
        for (var i = 0; i < 40; i++)
            deliveries.Post(Message($"id{i}"));
        await broken.Reached(40);
        await deliveries.StopAsync(CancellationToken.None);
        Assert.Equal(40, broken.Attempts);
    }

    [Fact]
    public async Task What_expired_is_not_sent()
    {
        var driver = new TestDriver(DeliveryState.Sent);
        var deliveries = Make([driver]);
        deliveries.Post(Message("late") with { Expires = clock.GetUtcNow() });
        await RunAsync(deliveries);
        Assert.Equal((0, AuditKind.MessageFailed), (driver.Attempts, Audited().Kind));
    }

    [Fact]
    public async Task Without_a_way_the_audit_says_so()
    {
        await SendAsync([], 1);
        Assert.Equal((AuditKind.MessageFailed, "alice", "sms to sms1 by no way: there is no [deliver …] with for = sms"), Audited());
    }

    [Fact]
    public void Neither_text_nor_number_prints()
    {
        var message = Message("x");
        Assert.DoesNotContain("1234567", $"{message}", StringComparison.Ordinal);
        Assert.DoesNotContain("+61491570006", $"{message}", StringComparison.Ordinal);
    }

    private (AuditKind Kind, string? Person, string? Detail) Audited()
    {
        var one = Assert.Single(store.Events);
        return (one.Kind, one.Person, one.Detail);
    }

    private async Task SendAsync(TestDriver[] drivers, int times)
    {
        var deliveries = Make(drivers);
        for (var i = 0; i < times; i++)
            deliveries.Post(Message("one"));
        await RunAsync(deliveries);
    }

    /// <summary>Until the audit has the end of the message.</summary>
    private async Task RunAsync(Deliveries deliveries)
    {
        await deliveries.StartAsync(CancellationToken.None);
        await clock.TurnUntilAsync(store.UntilAsync(1), TimeSpan.FromMilliseconds(1));
        await deliveries.StopAsync(CancellationToken.None);
    }

    private Deliveries Make(TestDriver[] drivers) => new(
        [.. drivers.Select((driver, i) => new Deliverer(
            Ways.Read($"[deliver way{i}]\ndriver = webhook\nfor = sms\nurl = https://localhost/") with { Pause = TimeSpan.FromMilliseconds(1) }, null, driver, clock))],
        store, clock, NullLogger<Deliveries>.Instance);

    private Message Message(string id) => new(
        id, Purpose.Sms, "alice", "sms1", new Secret("+61491570006"), "Passcodes", new Secret("1234567"), null, clock.GetUtcNow() + TimeSpan.FromHours(1));

    private sealed class TestDriver(DeliveryState? answer) : IDriver
    {
        private readonly SemaphoreSlim asked = new(0);
        private int attempts;

        public int Attempts => attempts;

        public bool DropsCopies => false;

        public Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel)
        {
            Interlocked.Increment(ref attempts);
            asked.Release();
            return answer is { } state ? Task.FromResult(new DeliveryResult(state, state.ToString().ToLowerInvariant())) : throw new InvalidOperationException("broken");
        }

        public async Task Reached(int count)
        {
            for (var i = 0; i < count; i++)
                Assert.True(await asked.WaitAsync(TimeSpan.FromMinutes(2)));
        }

        public void Dispose() => asked.Dispose();
    }
}
