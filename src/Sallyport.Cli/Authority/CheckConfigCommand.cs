using System.CommandLine;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Configuration;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport check-config</c>: every fault of the configuration at once.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var command = new Command("check-config", "Check the authority's configuration and print every fault.") { AuthorityCommand.Config };
        command.SetAction(async (parsed, cancel) =>
        {
            var file = parsed.GetValue(AuthorityCommand.Config)!;
            var options = Load(file);
            if (NamedFileFaults.Of(file).ToList() is { Count: > 0 } faults)
                throw new ConfigurationFailure(faults);
            if (options.Portal is { IsOn: true, HasPasskeys: false })
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"{file}: warning: url in [portal] is an IP address, for which browsers allow no passkeys, so the portal leaves them out; give it a name".AsMemory(), cancel);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{file}: no faults".AsMemory(), cancel);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    /// <exception cref="CommandFailure">The file has faults; the message lists all of them.</exception>
    public static AuthorityOptions Load(string file)
    {
        var (options, faults) = AuthoritySettings.Load(file);
        return faults.Count == 0 ? options : throw new ConfigurationFailure(faults);
    }
}
