using System.Reflection;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>Whether the authority is there, and with which faces: <c>/v1/health</c>.</summary>
internal sealed class HealthEndpoints(AuthorityOptions options, TimeProvider clock)
{
    private static readonly string Version =
        typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private readonly DateTimeOffset started = clock.GetUtcNow();

    public IResult Show(Caller caller) => Answers.Ok(
        new HealthMessage(
            Version,
            started,
            [
                $"local {options.Socket}",
                .. options.Radius.Listen.Select(l => $"radius {l}"),
                .. options.Duo.Listen.Select(l => $"duo {l}"),
            ],
            caller.Name,
            caller.IsAdministrator),
        LocalJson.Default.HealthMessage);
}
