using System.CommandLine;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Hosting;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli;

/// <summary><c>sallyport serve</c>: the authority, in the foreground, until SIGTERM or Ctrl-C.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the authority in the foreground, as its own unprivileged user.") { AuthorityCommand.Config };
        command.SetAction(async (parsed, cancel) =>
        {
            if (Environment.IsPrivilegedProcess)
                throw new CommandFailure(ExitCode.NotPermitted, "the authority does not run as root; start it as its own user, as the systemd unit does, or: runuser -u sallyport -- sallyport serve");

            var options = CheckConfigCommand.Load(parsed.GetValue(AuthorityCommand.Config)!);
            try
            {
                await using var authority = await AuthorityHost.StartAsync(options, new AuthorityParts { Logging = LogToStandardError }, cancel);
                await parsed.InvocationConfiguration.Error.WriteLineAsync("sallyport: the authority is ready");
                await authority.WaitForShutdownAsync(cancel);
                return (int)ExitCode.Ok;
            }
            catch (StartFailure failure)
            {
                throw new CommandFailure(ExitCode.Failed, failure.Message);
            }
        });
        return command;
    }

    private static void LogToStandardError(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        logging.AddProvider(new LineLog(new StreamWriter(Console.OpenStandardError()), TimeProvider.System));
    }
}
