using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>A step that asks the authority. While that does not answer, what earlier runs noted counts as done.</summary>
internal abstract class AskingStep(SetupContext context) : ISetupStep
{
    public abstract string Name { get; }

    protected SetupContext Context { get; } = context;

    protected IReadOnlyList<string> Noted => Context.Record.MadeBy(Name);

    public abstract Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel);

    public abstract Task DoAsync(Action<string> note, CancellationToken cancel);

    public async Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        // A database that setup made goes as a whole.
        var goes = Context.Record.ToUndo(reach).Any(step => step.Step == "database");
        if (!goes)
            await UndoAsync(noted, await AuthorityAsync(cancel), cancel);
    }

    protected abstract Task UndoAsync(IReadOnlyList<string> noted, AuthorityClient authority, CancellationToken cancel);

    /// <summary>The authority, started if it does not answer.</summary>
    protected async Task<AuthorityClient> AuthorityAsync(CancellationToken cancel)
    {
        if (!await AuthoritySocket.AnswersAsync(Context.Paths.Socket, cancel))
            await Context.Services.StartAuthorityAsync(cancel);
        return new AuthorityClient(Context.Paths.Socket);
    }

    /// <summary>What the authority answers; null while it does not.</summary>
    protected async Task<T?> TryAskAsync<T>(Func<AuthorityClient, Task<T>> ask, CancellationToken cancel)
        where T : class
    {
        if (!await AuthoritySocket.AnswersAsync(Context.Paths.Socket, cancel))
            return null;
        using var authority = new AuthorityClient(Context.Paths.Socket);
        return await ask(authority);
    }
}
