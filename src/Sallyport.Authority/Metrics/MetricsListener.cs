using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Metrics.Instruments;

namespace Sallyport.Authority.Metrics;

/// <summary>HTTP at a local address of its own: what comes in there reaches these pages only, and these pages are nowhere else.</summary>
internal static class MetricsListener
{
    public static void Listen(KestrelServerOptions server, IPEndPoint endPoint) => server.Listen(endPoint, listener =>
    {
        listener.Protocols = HttpProtocols.Http1;
        listener.Use(next => connection =>
        {
            connection.Features.Set(new ForMetrics());
            return next(connection);
        });
    });

    /// <summary>To be called before any other URL is mapped.</summary>
    public static void Map(WebApplication app) => app.Use((context, next) =>
        context.Features.Get<ForMetrics>() is null ? next(context) : AnswerAsync(context, context.RequestServices.GetRequiredService<MetricsPages>()));

    private static async Task AnswerAsync(HttpContext context, MetricsPages pages)
    {
        var (status, type, body) = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET" or "HEAD", "/metrics") => (StatusCodes.Status200OK, PrometheusText.ContentType, pages.Text()),
            ("GET" or "HEAD", "/healthz") => (StatusCodes.Status200OK, "text/plain", "ok\n"),
            ("GET" or "HEAD", "/readyz") => await pages.FaultAsync(context.RequestAborted) is { } fault
                ? (StatusCodes.Status503ServiceUnavailable, "text/plain; charset=utf-8", fault + "\n")
                : (StatusCodes.Status200OK, "text/plain", "ready\n"),
            _ => (StatusCodes.Status404NotFound, "text/plain", "here are /metrics, /healthz and /readyz\n"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private sealed class ForMetrics;
}
