using SshWith2fa.Calls;

namespace SshWith2fa.Passcode;

/// <summary>Asks a person for a code: in the terminal, or in the window of the SSH_ASKPASS program, by OpenSSH's own rules.</summary>
internal static class CodeQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static bool CanBeAsked(Invocation call) => Window(call) is not null || call.Ask || call.Platform.HasControllingTerminal;

    /// <summary>Null when the person gives up, or there is none.</summary>
    public static Factor? Ask(Invocation call, string question)
    {
        var answer = Window(call) is { } askpass ? call.Platform.Capture(askpass, [question], Patience) is { ExitStatus: 0, Output: var text } ? text : null : call.Terminal.AskPerson(question);
        return answer is null ? null : Factor.Read(answer);
    }

    private static string? Window(Invocation call)
    {
        if (call.Platform.Variable("SSH_ASKPASS") is not { Length: > 0 } program)
            return null;
        var require = call.Platform.Variable("SSH_ASKPASS_REQUIRE");
        if (require == "never")
            return null;
        var display = call.Platform.Variable("DISPLAY") is { Length: > 0 } || call.Platform.Variable("WAYLAND_DISPLAY") is { Length: > 0 };
        return require == "force" || (display && (require == "prefer" || !call.Platform.HasControllingTerminal)) ? program : null;
    }
}
