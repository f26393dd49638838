namespace Sallyport.Authority.Delivery.Messages;

/// <summary>One way out of the authority. To add one: a file in Drivers, its options in DeliveryOptions, a line in <see cref="Deliverer.Open"/> and in DeliverySettings.</summary>
internal interface IDriver : IDisposable
{
    /// <summary>Whether the receiver drops a second copy of the same message, so that a doubtful attempt may be repeated.</summary>
    bool DropsCopies { get; }

    /// <summary>One attempt. What can go wrong on the way is in the result; only a cancelled <paramref name="cancel"/> is thrown.</summary>
    Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel);
}
