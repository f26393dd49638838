using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>Server-sent events: a line each with a name, until the sequence ends, the browser goes or the authority stops.</summary>
internal sealed class EventStream(Func<CancellationToken, IAsyncEnumerable<string>> names) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        httpContext.Response.ContentType = "text/event-stream";
        try
        {
            await httpContext.Response.Body.FlushAsync(end.Token);
            await foreach (var name in names(end.Token))
            {
                await httpContext.Response.Body.WriteAsync(Encoding.ASCII.GetBytes($"event: {name}\ndata:\n\n"), end.Token);
                await httpContext.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The browser has gone, or the authority stops: either ends the stream.
        }
    }
}
