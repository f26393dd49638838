namespace Sallyport.Authority.Delivery.Messages;

/// <summary>What one attempt to deliver came to. The difference between the last two decides whether a second attempt could send a message twice.</summary>
internal enum DeliveryState
{
    /// <summary>The next one on the way has it.</summary>
    Sent,

    /// <summary>It will not be taken, now or later.</summary>
    Refused,

    /// <summary>The address exists no more (a browser's subscription that ended).</summary>
    Gone,

    /// <summary>It was certainly not taken; another attempt may succeed.</summary>
    NotSent,

    /// <summary>It may have been taken: the connection broke after everything was sent.</summary>
    InDoubt,
}

/// <param name="Detail">A few words for log and audit, without anything of the message.</param>
/// <param name="RetryAfter">When the other side said when to come again.</param>
internal sealed record DeliveryResult(DeliveryState State, string Detail, TimeSpan? RetryAfter = null);
