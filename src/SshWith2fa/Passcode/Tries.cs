using SshWith2fa.Calls;
using SshWith2fa.Session;

namespace SshWith2fa.Passcode;

/// <summary>
/// The two tries of the Kentucky page in one: with "sms" the server sends a passcode and refuses on purpose; the person types it, and
/// the same command runs again with it. With everything else one try, and the wait for the phone shown.
/// </summary>
internal sealed class Tries(Invocation call, CarriedCommand command)
{
    /// <summary>Codes a person may mistype: a server locks after five failures.</summary>
    private const int MostCodes = 3;

    private const int CannotStart = 127;

    /// <summary>The exit status to return: the command's own, of the last try.</summary>
    public int Run(Factor factor)
    {
        foreach (var remark in command.Remarks)
            call.Terminal.Say(remark);
        return factor.Kind == PasscodeKind.Sms ? BySms(factor) : Once(factor);
    }

    private int Once(Factor factor)
    {
        if (factor.Kind == PasscodeKind.Push)
            call.Terminal.Say("the server will ask on your phone: approve it there; this waits for you (Ctrl-C cancels)");
        if (factor.Kind == PasscodeKind.Phone)
            call.Terminal.Say("the server will call your phone: answer and press the key that you hear; this waits for you (Ctrl-C cancels)");
        var (end, status) = Try(command, factor, []);
        if (end == TryEnd.Refused)
            call.Terminal.Say(Refused(factor));
        if (end == TryEnd.PerhapsRefused)
            call.Terminal.Say($"exit status {status}: either the command's own, or {Refused(factor)}");
        return status;
    }

    private int BySms(Factor factor)
    {
        if (!CodeQuestion.CanBeAsked(call))
            return call.Fail(ExitCodes.NoConnection, "\"sms\" needs somebody to type the passcode that arrives, and there is no terminal here; give the passcode itself, or use push");
        using var login = SharedLogin.For(call, command);
        if (login.Open(call, command) is not 0 and var failed)
            return failed;
        call.Terminal.Say("first attempt: the server is asked to send a passcode, and refuses this time");
        var harmless = command.Harmless();
        var (end, status) = Try(harmless ?? command, factor, login.Options);
        if (end == TryEnd.Done && harmless is not null)
            return Try(command, factor, login.Options).Status;
        if (end is TryEnd.Done or TryEnd.Failed)
            return status;
        var question = "passcode from the message (Enter cancels): ";
        for (var codes = 0; codes < MostCodes; codes++)
        {
            if (CodeQuestion.Ask(call, question) is not { } code)
                return call.Fail(status, "cancelled; if no message came, the server may not know your phone: use another passcode instead of sms");
            (end, status) = Try(command, code, login.Options);
            if (end == TryEnd.PerhapsRefused)
                call.Terminal.Say($"exit status {status}: either the command's own, or {Refused(code)}");
            if (end != TryEnd.Refused)
                return status;
            call.Terminal.Say(Refused(code));
            question = "passcode again (Enter cancels): ";
        }
        return status;
    }

    private (TryEnd End, int Status) Try(CarriedCommand carried, Factor factor, IEnumerable<string> options)
    {
        var arguments = carried.With(options);
        if (call.Debug)
            call.Terminal.Say("running " + CallPlan.Shown(carried.Executable, arguments));
        var run = call.Platform.RunHearing(carried.Executable, arguments, [(Factor.Variable, factor.Value), SessionStarter.Routed]);
        if (run is { ExitStatus: CannotStart, Errors: "" })
            call.Terminal.Say($"{carried.Executable} cannot be started; is it installed?");
        return (ServerRefusals.Tell(carried.Program, run.ExitStatus, run.Errors), run.ExitStatus);
    }

    private static string Refused(Factor factor) => factor.Kind switch
    {
        PasscodeKind.Push or PasscodeKind.Phone => $"the server refused: the {factor.Kind.ToString().ToLowerInvariant()} was not approved in time, or the server does not know your phone; try a passcode",
        _ => "the server refused that passcode: it is wrong, already used or too old; each works once",
    };
}
