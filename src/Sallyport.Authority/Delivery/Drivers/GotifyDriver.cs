using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;

namespace Sallyport.Authority.Delivery.Drivers;

/// <summary>Gotify's <c>POST /message</c>: the receiver's address is the token of an application that the person made there.</summary>
internal sealed class GotifyDriver(DriverOptions.Gotify options, OutboundHttp http) : IDriver
{
    private const int Highest = 10;

    private readonly Uri url = new(new Uri(options.Server.AbsoluteUri.TrimEnd('/') + "/"), "message");

    public bool DropsCopies => false;

    public async Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel)
    {
        var extras = message.Link is { } link ? new GotifyExtras(new GotifyNotification(new GotifyClick(link.AbsoluteUri))) : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = JsonContent.Create(new GotifyMessage(message.Title, message.Text.Reveal(), Highest, extras), DriverJson.Default.GotifyMessage),
        };
        // In a header: the token in the address would lie in the server's log.
        request.Headers.TryAddWithoutValidation("X-Gotify-Key", message.To.Reveal());
        return await http.SendAsync(request, (status, _) => (int)status is >= 200 and < 300, cancel);
    }

    public void Dispose() => http.Dispose();
}

internal sealed record GotifyMessage(string Title, string Message, int Priority, GotifyExtras? Extras);

internal sealed record GotifyExtras([property: JsonPropertyName("client::notification")] GotifyNotification Notification);

internal sealed record GotifyNotification(GotifyClick Click);

internal sealed record GotifyClick(string Url);
