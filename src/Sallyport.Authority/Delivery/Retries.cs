using Sallyport.Authority.Delivery.Messages;

namespace Sallyport.Authority.Delivery;

/// <summary>How often one message is tried on one way.</summary>
/// <param name="Attempts">1 to 5.</param>
/// <param name="Pause">Before the second attempt; twice as long before each that follows.</param>
internal sealed record Retries(int Attempts, TimeSpan Pause)
{
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Tries until it is sent, is refused, expires or the attempts are used up. A doubtful attempt is repeated only where the receiver drops
    /// copies: nobody gets a message twice.
    /// </summary>
    public async Task<DeliveryResult> RunAsync(
        Func<CancellationToken, Task<DeliveryResult>> attempt, CopyRule copies, DateTimeOffset expires, TimeProvider clock, CancellationToken cancel)
    {
        var pause = Pause;
        for (var made = 1; ; made++)
        {
            var result = await attempt(cancel);
            var mayRepeat = result.State == DeliveryState.NotSent || (result.State == DeliveryState.InDoubt && copies == CopyRule.Dropped);
            var wait = result.RetryAfter > pause ? result.RetryAfter.Value : pause;
            if (!mayRepeat || made >= Attempts || wait > MostPause || clock.GetUtcNow() + wait >= expires)
                return result;

            await Task.Delay(wait, clock, cancel);
            pause *= 2;
        }
    }
}

/// <summary>What a receiver makes of a second copy.</summary>
internal enum CopyRule
{
    /// <summary>It is shown again.</summary>
    Shown,
    /// <summary>It is dropped, or takes the first one's place.</summary>
    Dropped,
}
