using System.CommandLine;
using System.Net.Sockets;
using Sallyport.Cli.Terminal;
using Sallyport.Gate.Status;

namespace Sallyport.Cli.Gate;

/// <summary>Reaches the running gate for a subcommand, and says what to do when that fails.</summary>
internal static class GateControl
{
    public static async Task<int> AskAsync(ParseResult parsed, Option<string> config, Func<ControlClient, Task<ExitCode>> ask)
    {
        var error = parsed.InvocationConfiguration.Error;
        var (path, faults) = GateControlSocket.Of(parsed.GetValue(config)!);
        foreach (var fault in faults)
            await error.WriteLineAsync("sallyport: " + fault);
        if (path is null)
            return (int)ExitCode.Configuration;
        try
        {
            return (int)await ask(new ControlClient(path));
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AccessDenied)
        {
            await error.WriteLineAsync($"sallyport: {path} is not accessible to you; run this as root or as a member of the gate's group");
            return (int)ExitCode.NotPermitted;
        }
        catch (Exception fault) when (fault is SocketException or IOException or System.Text.Json.JsonException)
        {
            await error.WriteLineAsync($"sallyport: no gate answers at {path}; is it running (systemctl status sallyport-gate)?");
            return (int)ExitCode.NotReachable;
        }
    }
}
