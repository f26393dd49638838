using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The gate runs, if there is one.</summary>
internal sealed class GateStep(SetupContext context) : ISetupStep
{
    public string Name => "gate";

    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) => context.Answers.Gate && !await context.Services.IsGateKeptAsync(cancel)
        ? [$"start the gate at port {context.Answers.Port}, now and at boot (sallyport-gate.socket)"]
        : [];

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        note("started");
        await context.Services.StartGateAsync(cancel);
    }

    public Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel) => context.Services.StopGateAsync(cancel);
}
