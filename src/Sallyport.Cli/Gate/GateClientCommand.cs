using System.CommandLine;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Gate;

/// <summary><c>sallyport gate client PID</c>: for scripts that want the address which sshd could not see.</summary>
internal static class GateClientCommand
{
    public static Command Create(Option<string> config)
    {
        var pid = new Argument<int>("PID") { Description = "Any process of the session, such as $$ in a shell." };
        var command = new Command("client", "Show the client's address for a session that came to the running gate through a listed proxy.") { pid, config };
        command.SetAction(async (parsed, cancellation) => await GateControl.AskAsync(parsed, config, async gate =>
        {
            var answer = await gate.ClientAsync(parsed.GetValue(pid), cancellation);
            if (answer.Source is null)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("sallyport: that session did not come through a listed proxy; its SSH_CONNECTION is correct");
                return ExitCode.Failed;
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync(FormattableString.Invariant($"{answer.Source} {answer.Port}"));
            return ExitCode.Ok;
        }));
        return command;
    }
}
