using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Machine.Outbound;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Delivery.WebPush;

/// <summary>Sends to browsers by their push services (RFC 8030), encrypted for the browser alone.</summary>
internal sealed class WebPushSender(WebPushOptions options, VapidKey key, TimeProvider clock) : IDisposable
{
    private const int MostReason = 120;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly OutboundHttp http = new(
        options.PrivateNetworks ? Reach.Anywhere : Reach.PublicOnly, TrustedRoots.Read(options.RootsFile), Timeout, clock);

    /// <summary>One attempt. It may be repeated: a push service keeps only the last message of a topic (RFC 8030 section 5.4).</summary>
    /// <param name="payload">At most 3993 bytes.</param>
    public async Task<DeliveryResult> SendAsync(
        WebPushSubscription subscription, string id, ReadOnlyMemory<byte> payload, DateTimeOffset expires, CancellationToken cancel)
    {
        if (payload.Length > PushEncryption.MostBytes || PushEncryption.Encrypt(subscription, payload.Span) is not { } message)
            return new DeliveryResult(DeliveryState.Refused, "the message cannot be encrypted for this browser");

        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Endpoint) { Content = new ByteArrayContent(message) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("TTL", $"{Math.Max(0, (long)(expires - clock.GetUtcNow()).TotalSeconds)}");
        request.Headers.TryAddWithoutValidation("Urgency", "high");
        request.Headers.TryAddWithoutValidation("Topic", Topic(id));
        request.Headers.TryAddWithoutValidation("Authorization", key.Authorization(subscription.Endpoint));
        var answer = "";
        var result = await http.SendAsync(
            request,
            (status, text) =>
            {
                answer = text;
                return (int)status is >= 200 and < 300;
            },
            cancel);
        return result.State == DeliveryState.Refused && ReasonIn(answer) is { Length: > 0 } reason ? result with { Detail = $"{result.Detail}: {reason}" } : result;
    }

    public void Dispose() => http.Dispose();

    /// <summary>Push services say in a few words why they refuse, for instance that they do not accept the contact.</summary>
    private static string ReasonIn(string answer) => new([.. answer.Trim().Take(MostReason).Select(c => c is >= ' ' and <= '~' ? c : ' ')]);

    // At most 32 characters of base64url; the push service need not know the id.
    private static string Topic(string id) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32];
}
