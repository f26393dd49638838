using System.CommandLine;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.PamServices;

/// <summary><c>sallyport pam install</c> and <c>sallyport pam remove</c>.</summary>
internal static class PamInstallCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "the authority's configuration", HelpName = "FILE", DefaultValueFactory = _ => AuthorityOptions.DefaultFile };
        var away = new Option<WhenAway>("--when-away") { Description = "without an answer from the authority: refuse, or go on with the password alone", HelpName = "refuse|password", DefaultValueFactory = _ => WhenAway.Refuse };
        var exempt = new Option<string[]>("--exempt") { Description = "an account that is not asked, such as root at the console", HelpName = "USER" };
        var unproved = new Option<bool>("--unproved") { Description = "change the service although nobody has logged in through it" };
        var dryRun = new Option<bool>("--dry-run") { Description = "show what would be changed, and change nothing" };
        exempt.Validators.Add(result =>
        {
            if (!result.Tokens.All(token => PamArguments.IsName(token.Value)))
                result.AddError("--exempt takes the name of an account");
        });
        away.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Enum.GetNames<WhenAway>().Contains(token.Value, StringComparer.OrdinalIgnoreCase))
                result.AddError("--when-away takes refuse or password");
        });
        var command = new Command("install", "Ask for the second factor before sudo or the console's login asks for the password.")
        {
            PamArguments.Service, config, away, exempt, PamArguments.As, unproved, dryRun,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            PamArguments.DemandRoot();
            var paths = PamArguments.Paths(parsed);
            var (whenAway, leftOut) = (parsed.GetValue(away), parsed.GetValue(exempt) ?? []);
            if (parsed.GetValue(dryRun))
                return await DoorArguments.TellAsync(parsed, PamInstaller.Show(paths, whenAway, leftOut));
            var (options, faults) = AuthoritySettings.Load(parsed.GetValue(config)!);
            if (faults.Count > 0)
                return await DoorArguments.TellAsync(parsed, InstallOutcome.Misconfigured([.. faults.Select(fault => fault.ToString())]));
            var prover = PamArguments.Prover(parsed);
            if (prover is null && !parsed.GetValue(unproved))
                throw new CommandFailure(ExitCode.Usage, "say who proves the way in by logging in: --as USER (or --unproved, with a root shell kept open)");
            var proof = new PamProof(parsed.InvocationConfiguration.Error);
            var installer = new PamInstaller(options, (service, folder) => parsed.GetValue(unproved) ? null : proof.Refusal(service, prover!, folder));
            return await DoorArguments.TellAsync(parsed, await installer.InstallAsync(paths, whenAway, leftOut, cancel));
        });
        return command;
    }

    public static Command CreateRemove()
    {
        var command = new Command("remove", "Take the second factor out of sudo or the console's login again.") { PamArguments.Service };
        command.SetAction(async (parsed, cancel) =>
        {
            PamArguments.DemandRoot();
            return await DoorArguments.TellAsync(parsed, await PamInstaller.RemoveAsync(PamArguments.Paths(parsed), cancel));
        });
        return command;
    }
}
