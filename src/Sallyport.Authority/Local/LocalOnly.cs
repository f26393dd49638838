using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Configuration;

namespace Sallyport.Authority.Local;

/// <summary>Lets only callers of the Unix socket through. For the TCP listeners these pages are not there.</summary>
internal sealed class LocalOnly : IEndpointFilter
{
    private static readonly object Key = new();

    /// <summary>The caller, or null when the request did not come by the Unix socket. Binding asks before the filters run.</summary>
    public static Caller? CallerOf(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var known))
            return (Caller?)known;

        var connection = context.Features.Get<IConnectionSocketFeature>();
        var options = context.RequestServices.GetRequiredService<AuthorityOptions>();
        var caller = connection is null ? null : Caller.Of(connection.Socket, options.AdministratorGroup);
        context.Items[Key] = caller;
        return caller;
    }

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        CallerOf(context.HttpContext) is null ? ValueTask.FromResult<object?>(Results.NotFound()) : next(context);
}

/// <summary>Lets only administrators through.</summary>
internal sealed class AdministratorsOnly : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        LocalOnly.CallerOf(context.HttpContext) is { IsAdministrator: true }
            ? next(context)
            : ValueTask.FromResult<object?>(Answers.NotPermitted("only root and the administrators' group may do this"));
}

/// <summary>Lets an administrator and the person of the address (<c>/v1/users/NAME/…</c>) through.</summary>
internal sealed class OwnerOrAdministrator : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var name = (string)context.HttpContext.Request.RouteValues["name"]!;
        return LocalOnly.CallerOf(context.HttpContext) is { } caller && caller.MayManage(name)
            ? next(context)
            : ValueTask.FromResult<object?>(Answers.NotPermitted($"only {name}, root and the administrators' group may do this"));
    }
}
