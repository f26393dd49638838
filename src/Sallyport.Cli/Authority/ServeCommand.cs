using System.CommandLine;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport serve</c>: the authority, in the foreground, until SIGTERM or Ctrl-C.</summary>
internal static class ServeCommand
{
    private static readonly Option<bool> New = new("--new") { Description = "create the database and its key; there must be no database yet" };

    private static readonly Option<bool> MakeOnly = new("--make-only") { Description = "with --new: exit once they are created, so that a service can be started" };

    public static Command Create()
    {
        var command = new Command("serve", "Run the authority in the foreground, as its own unprivileged user.") { AuthorityCommand.Config, New, MakeOnly };
        command.Validators.Add(result =>
        {
            if (result.GetValue(MakeOnly) && !result.GetValue(New))
                result.AddError("--make-only needs --new");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            if (Environment.IsPrivilegedProcess)
                throw new CommandFailure(ExitCode.NotPermitted, "the authority does not run as root; start it as its own user, as the systemd unit does, or: runuser -u sallyport -- sallyport serve");

            var options = CheckConfigCommand.Load(parsed.GetValue(AuthorityCommand.Config)!);
            try
            {
                if (parsed.GetValue(MakeOnly))
                {
                    await AuthorityHost.MakeStoreAsync(options, cancel);
                    await parsed.InvocationConfiguration.Error.WriteLineAsync($"sallyport: the database in {options.StateFolder} was created; store a copy of its key file apart from its backups");
                    return (int)ExitCode.Ok;
                }

                var parts = new AuthorityDependencies { Logging = LogToStandardError, Start = parsed.GetValue(New) ? StoreStart.New : StoreStart.Existing };
                await using var authority = await AuthorityHost.StartAsync(options, parts, cancel);
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
