using System.CommandLine;
using System.Diagnostics;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Sshd.Pam;

/// <summary>Runs one trial in a process of its own; not for people.</summary>
internal static class PamTryCommand
{
    public const string Name = "try-pam", LoginDuoName = "try-login-duo", LetIn = "let-in", Refused = "refused";

    /// <summary>A name that every machine has: Duo's clients refuse others before they come to their rules.</summary>
    private const string User = "root";

    public static Command Create()
    {
        var phase = new Argument<string>("phase");
        var service = new Argument<string>("service");
        var isolation = new Argument<string>("isolation");
        var folders = new Argument<string[]>("folders");
        var command = new Command(Name, "Try copies of a PAM service.") { phase, service, isolation, folders };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            // Not one await from here on: the network belongs to this thread.
            EmptyNetwork.Enter(parsed.GetValue(isolation)!);
            foreach (var folder in parsed.GetValue(folders)!)
                parsed.InvocationConfiguration.Output.WriteLine(PamConversation.LetsIn(parsed.GetValue(service)!, User, folder, parsed.GetValue(phase)!) ? LetIn : Refused);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    public static Command CreateForLoginDuo()
    {
        var command = new Command(LoginDuoName, "Try login_duo.") { Hidden = true };
        command.SetAction(_ =>
        {
            EmptyNetwork.Enter(EmptyNetwork.Loopback);
            using var process = Process.Start(new ProcessStartInfo("/usr/sbin/login_duo", ["echo", LetIn]) { UseShellExecute = false })
                ?? throw new InvalidOperationException("login_duo could not be started");
            process.WaitForExit();
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
