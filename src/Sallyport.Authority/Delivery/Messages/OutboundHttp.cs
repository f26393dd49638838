using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Sallyport.Authority.Machine.Outbound;

namespace Sallyport.Authority.Delivery.Messages;

/// <summary>Where requests may go.</summary>
internal enum Reach
{
    /// <summary>Anywhere: the site's own configuration names the server.</summary>
    Anywhere,
    /// <summary>Public addresses alone: somebody else named the server.</summary>
    PublicOnly,
}

/// <summary>
/// Messages that leave the authority by HTTP: a bound on time and on what is read of the answer. Where an address is checked, it is the very address that
/// is connected to.
/// </summary>
internal sealed class OutboundHttp : IDisposable
{
    private const int MostAnswerBytes = 16 * 1024;

    private readonly HttpMessageInvoker invoker;
    private readonly TimeSpan timeout;
    private readonly TimeProvider clock;

    public OutboundHttp(Reach reach, TrustedRoots roots, TimeSpan timeout, TimeProvider clock)
    {
        (this.timeout, this.clock) = (timeout, clock);
        var handler = OutboundHandler.New(roots, timeout);
        handler.ConnectCallback = async (context, cancel) => await ConnectAsync(context.DnsEndPoint, reach, cancel);
        invoker = new HttpMessageInvoker(handler);
    }

    /// <param name="isAccepted">Looks at status and text (at most 16 kB) of an answer that is a success by its status.</param>
    public async Task<DeliveryResult> SendAsync(HttpRequestMessage request, Func<HttpStatusCode, string, bool> isAccepted, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("sallyport", null));
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher;
        try
        {
            using var response = await invoker.SendAsync(request, either.Token);
            return Judge(response, isAccepted(response.StatusCode, await StartOfAsync(response.Content, either.Token)), clock.GetUtcNow());
        }
        catch (HttpRequestException fault)
        {
            return fault.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                ? new DeliveryResult(fault.InnerException is AddressRefusedException ? DeliveryState.Refused : DeliveryState.NotSent, Describe(fault))
                : new DeliveryResult(DeliveryState.InDoubt, Describe(fault));
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new DeliveryResult(DeliveryState.InDoubt, "no answer in time");
        }
    }

    public void Dispose() => invoker.Dispose();

    private static DeliveryResult Judge(HttpResponseMessage response, bool isAccepted, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > now => date - now,
            _ => (TimeSpan?)null,
        };
        return status switch
        {
            _ when isAccepted => new(DeliveryState.Sent, $"answer {status}"),
            404 or 410 => new(DeliveryState.Gone, $"answer {status}"),
            408 or 429 or 503 => new(DeliveryState.NotSent, $"answer {status}", after),
            >= 500 => new(DeliveryState.InDoubt, $"answer {status}"),
            >= 300 and < 400 => new(DeliveryState.Refused, $"answer {status}: redirects are not followed"),
            >= 200 and < 300 => new(DeliveryState.Refused, $"answer {status}, but not the text that means success"),
            _ => new(DeliveryState.Refused, $"answer {status}"),
        };
    }

    private static string Describe(HttpRequestException fault) => fault switch
    {
        { InnerException: AddressRefusedException } => "its address is not on the public Internet",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "its name is not found",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "its certificate is not trusted",
        { HttpRequestError: HttpRequestError.ConnectionError } => "it cannot be reached",
        _ => "the connection broke",
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint server, Reach reach, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(server.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(server.Host, cancel);
        var allowed = reach == Reach.Anywhere ? addresses : Array.FindAll(addresses, PublicAddress.IsPublic);
        if (allowed.Length == 0)
            throw addresses.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new AddressRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, server.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> StartOfAsync(HttpContent content, CancellationToken cancel)
    {
        await using var body = await content.ReadAsStreamAsync(cancel);
        var buffer = new byte[MostAnswerBytes];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private sealed class AddressRefusedException() : IOException("the address is not on the public Internet");
}
