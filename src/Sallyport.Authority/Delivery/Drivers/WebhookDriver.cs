using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Delivery.Drivers;

/// <summary>
/// A JSON object to an address of the site's own, signed: <c>Sallyport-Signature: sha256=</c> and the HMAC-SHA-256 of the body under the secret.
/// The receiver drops what has an <c>Idempotency-Key</c> that it has seen.
/// </summary>
internal sealed class WebhookDriver(DriverOptions.Webhook options, Secret? secret, OutboundHttp http) : IDriver
{
    public bool DropsCopies => true;

    public async Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new WebhookMessage(
                message.Id,
                message.Purpose.ToString().ToLowerInvariant(),
                message.Person,
                message.Device,
                message.To.Reveal(),
                message.Title,
                message.Text.Reveal(),
                message.Link?.AbsoluteUri,
                message.Expires),
            DriverJson.Default.WebhookMessage);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.Id);
        if (secret is not null)
            request.Headers.TryAddWithoutValidation("Sallyport-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret.Bytes, body)));
        return await http.SendAsync(request, (status, _) => (int)status is >= 200 and < 300, cancel);
    }

    public void Dispose() => http.Dispose();
}

internal sealed record WebhookMessage(
    string Id, string Purpose, string Person, string Device, string To, string Title, string Text, string? Link, DateTimeOffset Expires);
