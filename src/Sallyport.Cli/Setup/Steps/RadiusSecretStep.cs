using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The secret between this machine's PAM and the RADIUS face; there before the authority starts, which reads it then.</summary>
internal sealed class RadiusSecretStep(SetupContext context) : ISetupStep
{
    public string Name => "radius-secret";

    private bool IsMissing => OrderNames.TryParse(context.Answers.Order) == Order.CodeFirst && !File.Exists(context.Paths.RadiusSecret);

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>(IsMissing ? [$"create the RADIUS secret {context.Paths.RadiusSecret}"] : []);

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        note(context.Paths.RadiusSecret);
        await RadiusSecrets.OpenAsync(context.Paths.RadiusSecret, cancel);
        // An authority that runs reads its clients' secrets at its start only.
        if (context.Previous is not null)
            await context.Services.StartAuthorityAsync(cancel);
    }

    public Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        foreach (var file in noted)
        {
            if (File.Exists(file))
                File.Delete(file);
        }

        return Task.CompletedTask;
    }
}
