using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>Proves both ways in when port 22 was taken. What fails here undoes the run.</summary>
internal sealed class Port22ProofStep(SetupContext context) : ISetupStep
{
    private readonly OwnSshdMove move = new(context);

    public string Name => "port-22-proof";

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>(
        context.Answers.TakesPort22 && context.Previous is not { TakesPort22: true } ? ["prove that the outside door greets at port 22 and that sallyport sshd check finds no fault"] : []);

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        note("proof");
        var greets = false;
        foreach (var address in UnitTexts.Addresses(context.Answers).Select(address => OwnSshdMove.Reachable(address.Address, address.Port)))
            greets |= await context.Services.GreetsAsync(address, cancel);
        if (!greets)
            throw new IOException("the outside door does not greet at port 22");
        if (await context.Services.FaultOfDoorAsync(context.DoorPaths, cancel) is { } fault)
            throw new IOException("sallyport sshd check finds a fault: " + fault);
        if (move.IsAside)
            await move.StartTimerAsync(cancel); // the time to confirm begins now
    }

    public Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel) => Task.CompletedTask;
}
