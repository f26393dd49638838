using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Steps;

namespace Sallyport.Cli.Setup;

/// <summary>
/// Every step of a setup, in its order. To add one: write <c>src/Sallyport.Cli/Setup/Steps/NameStep.cs</c> and add its line here. A step that
/// asks the authority comes after <see cref="AuthorityStep"/>.
/// </summary>
internal static class SetupSteps
{
    public static IReadOnlyList<ISetupStep> All(SetupContext context) =>
    [
        new AccountsStep(context),
        new FoldersStep(context),
        new ConfigurationStep(context),
        new RadiusSecretStep(context),
        new DatabaseStep(context),
        new AuthorityStep(context),
        new NetworksStep(context),
        new AdministratorsStep(context),
        new OwnSshdAsideStep(context),
        new DoorStep(context),
        new GateFilesStep(context),
        new GateStep(context),
        new OwnSshdBackStep(context),
        new Port22ProofStep(context),
        new ProfileStep(context),
        new PersonStep(context),
    ];
}
