using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The authority runs.</summary>
internal sealed class AuthorityStep(SetupContext context) : ISetupStep
{
    private static readonly IPEndPoint DuoFace = new AuthorityOptions().Duo.Listen[0];

    public string Name => "authority";

    public async Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel)
    {
        if (context.Services.Obstacle is { } obstacle)
            return [obstacle];
        if (await AuthoritySocket.AnswersAsync(context.Paths.Socket, cancel))
            return [];
        var wanted = new[] { DuoFace, PortalAddress.Of(context.Answers) }.OfType<IPEndPoint>();
        return [.. wanted.Where(address => !context.Services.IsFree(address)).Select(address => $"another program listens at {address}, which the authority needs; stop it")];
    }

    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel)
    {
        if (context.Services.AreKept)
            return await context.Services.IsAuthorityKeptAsync(cancel) ? [] : ["start the authority, now and at boot (sallyport.service)"];
        return context.Record.MadeBy(Name).Count > 0 ? [] : ["run the authority while this is set up"];
    }

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        note("started");
        await context.Services.StartAuthorityAsync(cancel);
    }

    public Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel) => context.Services.StopAuthorityAsync(cancel);
}
