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

    /// <summary>What the gate remembers of its visitors goes too, where the package made its folder.</summary>
    public async Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        await context.Services.StopGateAsync(cancel);
        if (reach == UndoReach.Everything && Directory.Exists(context.Paths.GateState))
        {
            foreach (var file in Directory.EnumerateFiles(context.Paths.GateState))
                File.Delete(file);
        }
    }
}
