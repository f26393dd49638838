using System.CommandLine;
using Sallyport.Cli.Terminal;
using Sallyport.Gate;
using Sallyport.Gate.Machine;

namespace Sallyport.Cli.Gate;

/// <summary><c>sallyport gate</c>: the front door. Its own options run it; its subcommands ask or tell the one that runs.</summary>
internal static class GateCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config")
        {
            Description = "The gate's configuration file.",
            DefaultValueFactory = _ => "/etc/sallyport/gate.conf",
            HelpName = "FILE",
        };
        var gate = new Command("gate", "Run the gate in front of the outside sshd, or control the running gate.")
        {
            config,
            GateStatusCommand.Create(config),
            GateBanCommands.Ban(config),
            GateBanCommands.Unban(config),
            GateClientCommand.Create(config),
            GateSimulateCommand.Create(),
            Listener(config),
        };
        gate.SetAction(parsed =>
        {
            using var process = new GateProcess(Path.GetFullPath(parsed.GetValue(config)!), TimeProvider.System);
            return (int)Exit(process.Run());
        });
        return gate;
    }

    /// <summary>The unprivileged half; only the gate itself starts it, with the sockets as its descriptors.</summary>
    private static Command Listener(Option<string> config)
    {
        var sockets = new Option<int>("--sockets") { Required = true };
        var listener = new Command("listener") { config, sockets };
        listener.Hidden = true;
        listener.SetAction(parsed => (int)Exit(GateProcess.RunListener(parsed.GetValue(config)!, parsed.GetValue(sockets), TimeProvider.System)));
        return listener;
    }

    private static ExitCode Exit(GateExit exit) => exit switch
    {
        GateExit.Ok => ExitCode.Ok,
        GateExit.Failed => ExitCode.Failed,
        GateExit.Configuration => ExitCode.Configuration,
        _ => throw new ArgumentOutOfRangeException(nameof(exit)),
    };
}
