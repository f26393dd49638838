using System.Net.Http.Headers;
using System.Net.Http.Json;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Delivery.Drivers;

/// <summary>ntfy's publishing as JSON: the receiver's address is a topic, which to know is to read it, so the text tells no secret.</summary>
internal sealed class NtfyDriver(DriverOptions.Ntfy options, Secret? token, OutboundHttp http) : IDriver
{
    private const int Urgent = 5;

    public bool DropsCopies => false;

    public async Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Server)
        {
            Content = JsonContent.Create(
                new NtfyMessage(message.To.Reveal(), message.Title, message.Text.Reveal(), Urgent, message.Link?.AbsoluteUri), DriverJson.Default.NtfyMessage),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        return await http.SendAsync(request, (status, _) => (int)status is >= 200 and < 300, cancel);
    }

    public void Dispose() => http.Dispose();
}

internal sealed record NtfyMessage(string Topic, string Title, string Message, int Priority, string? Click);
