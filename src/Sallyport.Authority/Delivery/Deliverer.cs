using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Drivers;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Machine.Outbound;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Delivery;

/// <summary>One <c>[deliver NAME]</c> of the configuration, ready to send.</summary>
internal sealed class Deliverer(DeliverOptions options, Secret? secret, IDriver driver, TimeProvider clock) : IDisposable
{
    public string Name => options.Name;

    /// <summary>The password or token, which proves that a call-back is the provider's.</summary>
    public Secret? Secret => secret;

    /// <exception cref="StartFailure">Its secret or its certificates cannot be read.</exception>
    public static Deliverer Open(DeliverOptions options, TimeProvider clock)
    {
        var secret = options.SecretFile is { } file ? new Secret(FirstLine.Of(file, 1, $"the secret of [deliver {options.Name}]")) : null;
        var roots = TrustedRoots.Read(options.RootsFile);
        IDriver driver = options.Driver switch
        {
            DriverOptions.Http http => new HttpDriver(http, secret, Http()),
            DriverOptions.Smtp smtp => new SmtpDriver(smtp, secret, roots, options.Timeout, clock),
            DriverOptions.Command command => new CommandDriver(command, options.Timeout, clock),
            DriverOptions.Ntfy ntfy => new NtfyDriver(ntfy, secret, Http()),
            DriverOptions.Gotify gotify => new GotifyDriver(gotify, Http()),
            DriverOptions.Webhook webhook => new WebhookDriver(webhook, secret, Http()),
            var other => throw new InvalidOperationException($"{other.GetType().Name} has no driver"),
        };
        return new Deliverer(options, secret, driver, clock);

        OutboundHttp Http() => new(Reach.Anywhere, roots, options.Timeout, clock);
    }

    public bool Serves(Purpose purpose) => options.For.Contains(purpose);

    /// <summary>All attempts at one message.</summary>
    public Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel) => new Retries(options.Attempts, options.Pause).RunAsync(
        token => driver.SendAsync(message, token), driver.DropsCopies ? CopyRule.Dropped : CopyRule.Shown, message.Expires, clock, cancel);

    public void Dispose() => driver.Dispose();
}
