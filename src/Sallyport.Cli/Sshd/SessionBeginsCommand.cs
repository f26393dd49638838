using System.CommandLine;
using System.Net;
using Sallyport.Authority.Local;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Sshd;

/// <summary>
/// What the outside door's PAM service runs when a session begins; not for people. The session of a key begins only when the authority says so; a session that
/// began with the factor goes on without it, and can then vouch for nothing.
/// </summary>
internal static class SessionBeginsCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly Option<IPNetwork[]> Trusted = new("--trusted") { CustomParser = DoorArguments.NetworksOf, AllowMultipleArgumentsPerToken = true };

    public static Command Create()
    {
        var command = AuthorityCommand.Create(KeyQuestion.SessionBegins, "Tell the authority that a session begins.", TellAsync, Trusted);
        command.Hidden = true;
        return command;
    }

    private static async Task TellAsync(Call call)
    {
        var methods = Variable("SSH_AUTH_INFO_0");
        var source = Variable("PAM_RHOST");
        var message = new DoorSessionMessage(Variable("PAM_USER"), source, Variable("PAM_SERVICE"), methods, IsTrusted(source, call.Parsed.GetValue(Trusted) ?? []));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Cancel);
        patience.CancelAfter(Patience);
        try
        {
            await call.Authority.PostAsync("/v1/door/session", message, DayKeyJson.Default.DoorSessionMessage, patience.Token);
        }
        catch (Exception away) when (away is OperationCanceledException or CommandFailure { Code: ExitCode.NotReachable } && BeganWithFactor(methods))
        {
            await call.Error.WriteLineAsync("the authority does not answer; this session cannot vouch for keys");
        }
    }

    private static bool BeganWithFactor(string methods) => methods.StartsWith("keyboard-interactive", StringComparison.Ordinal) && !methods.Contains("publickey", StringComparison.Ordinal);

    private static bool IsTrusted(string source, IPNetwork[] networks) => IPAddress.TryParse(source, out var address) && networks.Any(network => network.Contains(address));

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;
}
