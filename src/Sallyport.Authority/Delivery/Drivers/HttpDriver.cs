using System.Net.Http.Headers;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Delivery.Drivers;

/// <summary>Any provider with an HTTP interface, by template: Twilio's message and call API, Kannel's sendsms, a gateway of the site's own.</summary>
internal sealed class HttpDriver(DriverOptions.Http options, Secret? secret, OutboundHttp http) : IDriver
{
    public bool DropsCopies => options.DropsCopies;

    public async Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel)
    {
        if (!Uri.TryCreate(options.Url.Fill(message, secret?.Reveal(), Escaping.Percent), UriKind.Absolute, out var url))
            return new DeliveryResult(DeliveryState.Refused, "the filled-in url is not valid");

        using var request = new HttpRequestMessage(options.Method, url);
        if (options.Body is { } body)
        {
            request.Content = new StringContent(body.Fill(message, secret?.Reveal(), EscapingOf(options.ContentType)), Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(options.ContentType);
        }

        foreach (var (name, value) in options.Headers)
            request.Headers.TryAddWithoutValidation(name, value.Fill(message, secret?.Reveal(), Escaping.Plain));
        if (options.User is { } user)
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret?.Reveal()}")));
        return await http.SendAsync(
            request,
            (status, text) => IsSuccess((int)status) && text.Contains(options.SuccessText ?? string.Empty, StringComparison.Ordinal),
            cancel);
    }

    public void Dispose() => http.Dispose();

    private bool IsSuccess(int status) => options.Success.IsEmpty ? status is >= 200 and < 300 : options.Success.Contains(status);

    private static Escaping EscapingOf(string contentType) => contentType.Split(';')[0].Trim() switch
    {
        "application/x-www-form-urlencoded" => Escaping.Percent,
        var type when type.EndsWith("json", StringComparison.Ordinal) => Escaping.Json,
        var type when type.EndsWith("xml", StringComparison.Ordinal) => Escaping.Xml,
        _ => Escaping.Plain,
    };
}
