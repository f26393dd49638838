using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Configuration;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>Puts pages at their addresses. They answer by the portal's own name only.</summary>
internal sealed class PortalRoutes(IEndpointRouteBuilder routes, IServiceProvider services, PortalOptions options)
{
    private readonly PortalPipeline pipeline = services.GetRequiredService<PortalPipeline>();

    /// <summary>A page: GET shows it, POST of its form acts.</summary>
    public void Page<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string path, Access access)
        where T : IPage => Page<T>(path, access, access);

    /// <summary>A page that more people see than may act on it.</summary>
    public void Page<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string path, Access show, Access act)
        where T : IPage
    {
        var page = Of<T>();
        Map(path, ["GET"], context => pipeline.RunAsync(context, show, PortalRequestKind.Show, page.ShowAsync));
        Map(path, ["POST"], context => pipeline.RunAsync(context, act, PortalRequestKind.Form, page.ActAsync));
    }

    /// <summary>What answers scripts, made with what it needs.</summary>
    public T Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>() => ActivatorUtilities.CreateInstance<T>(services);

    /// <summary>What a script of ours fetches, or listens to (server-sent events): GET. It does not keep a session alive.</summary>
    public void Fetch(string path, Access access, Func<PortalRequest, CancellationToken, Task<IResult>> answer) =>
        Map(path, ["GET"], context => pipeline.RunAsync(context, access, PortalRequestKind.Fetch, answer));

    /// <summary>What a script of ours sends: POST with a body of its own (no form, no token; the browser must say that the script is ours).</summary>
    public void Call(string path, Access access, Func<PortalRequest, CancellationToken, Task<IResult>> answer) =>
        Map(path, ["POST"], context => pipeline.RunAsync(context, access, PortalRequestKind.Call, answer));

    /// <summary>The same, signed by a device; the page asks <see cref="RateLimits"/> itself.</summary>
    public void Signed(string path, Access access, Func<PortalRequest, CancellationToken, Task<IResult>> answer) =>
        Map(path, ["POST"], context => pipeline.RunAsync(context, access, PortalRequestKind.Signed, answer));

    /// <summary>What is no page: files that are the same for everybody, or callers that bring a proof of their own and are no browsers.</summary>
    public void Plain(string path, string method, RequestDelegate handler) => Map(path, [method], handler);

    /// <summary>What the portal says at addresses where nothing is.</summary>
    public void NotFound()
    {
        Map("/", ["GET"], context => new SeeOther(PortalPaths.Home).ExecuteAsync(context));
        Map("/portal/{**rest}", ["GET", "POST"], context => pipeline.RunAsync(context, Access.Anyone, PortalRequestKind.Fetch, ErrorPages.NotFoundAsync));
    }

    private void Map(string path, string[] methods, RequestDelegate handler) =>
        routes.MapMethods(path, methods, handler).RequireHost(options.Host);
}
