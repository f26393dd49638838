using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;

namespace Sallyport.Authority.Local;

/// <summary>Lets only callers of the Unix socket through, and knows who they are. The TCP listeners do not have these pages at all.</summary>
internal sealed class LocalOnly(AuthorityOptions options) : IEndpointFilter
{
    private static readonly object Key = new();

    public static Caller CallerOf(HttpContext context) => (Caller)context.Items[Key]!;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var connection = context.HttpContext.Features.Get<IConnectionSocketFeature>();
        if (connection is null || Caller.Of(connection.Socket, options.AdministratorGroup) is not { } caller)
            return ValueTask.FromResult<object?>(Results.NotFound());

        context.HttpContext.Items[Key] = caller;
        return next(context);
    }
}

/// <summary>Lets only administrators through.</summary>
internal sealed class AdministratorsOnly : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        LocalOnly.CallerOf(context.HttpContext).IsAdministrator
            ? next(context)
            : ValueTask.FromResult<object?>(Answers.NotPermitted("only root and the administrators' group may do this"));
}

/// <summary>Lets an administrator and the person of the address (<c>/v1/users/NAME/…</c>) through.</summary>
internal sealed class OwnerOrAdministrator : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var name = (string)context.HttpContext.Request.RouteValues["name"]!;
        return LocalOnly.CallerOf(context.HttpContext).MayManage(name)
            ? next(context)
            : ValueTask.FromResult<object?>(Answers.NotPermitted($"only {name}, root and the administrators' group may do this"));
    }
}
