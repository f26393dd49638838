using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The machine's own sshd gets port 22 back, when the door has left it.</summary>
internal sealed class OwnSshdBackStep(SetupContext context) : ISetupStep
{
    private readonly OwnSshdMove move = new(context);

    public string Name => "own-sshd-back";

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>(!context.Answers.TakesPort22 && move.IsAside ? ["give port 22 back to the machine's own sshd; open sessions go on"] : []);

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        note("port 22");
        await move.BackAsync(cancel);
        await move.StopTimerAsync(cancel);
    }

    public async Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        if (reach == UndoReach.Run && context.Previous is { TakesPort22: true } && !move.IsAside)
            await move.AsideAsync(cancel);
    }
}
