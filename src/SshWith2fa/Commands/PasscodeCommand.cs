using SshWith2fa.Calls;
using SshWith2fa.Passcode;

namespace SshWith2fa.Commands;

/// <summary>Runs ssh, scp, sftp or rsync with a second factor by DUO_PASSCODE, for servers whose second factor follows the login (login_duo).</summary>
internal static class PasscodeCommand
{
    public const string Synopsis = "passcode [sms|push|phone|CODE] -- ssh|scp|sftp|rsync ARGUMENT...";

    public static Task<int> Run(Invocation call, CancellationToken cancel) => Task.FromResult(Go(call));

    private static int Go(Invocation call)
    {
        var dashes = Dashes(call.Arguments);
        if (dashes < 0 || dashes > 1)
            return call.Fail(ExitCodes.Usage, "write ssh-with-2fa " + Synopsis);
        var (command, mistake) = CarriedCommand.Read([.. call.Arguments.Skip(dashes + 1)], call.Platform);
        if (command is null)
            return call.Fail(ExitCodes.Usage, mistake!);
        if (dashes == 0)
            return Chosen(call) is { } chosen ? new Tries(call, command).Run(chosen) : call.Fail(ExitCodes.Failed, "cancelled: no passcode");
        if (Factor.Read(call.Arguments[0]) is not { } factor)
            return call.Fail(ExitCodes.Usage, "that is neither sms, push, phone nor a passcode");
        return factor.Kind == PasscodeKind.Code && CanStartAnew(call) ? StartAnew(call, factor) : new Tries(call, command).Run(factor);
    }

    // From the environment, as people who export it have it; otherwise the person says.
    private static Factor? Chosen(Invocation call)
    {
        if (call.Platform.Variable(Factor.Variable) is { Length: > 0 } set)
            return Factor.Read(set);
        return CodeQuestion.CanBeAsked(call) ? CodeQuestion.Ask(call, "passcode, or sms, push, phone: ") : null;
    }

    // A code typed as a word of ours would stand in every "ps" while the command runs: once more, with it in the environment.
    private static int StartAnew(Invocation call, Factor factor)
    {
        var arguments = call.Arguments.Skip(1).Prepend("passcode");
        if (call.Ask)
            arguments = arguments.Prepend("--ask");
        if (call.Debug)
            arguments = arguments.Prepend("--debug");
        return call.Platform.Become(call.Platform.OwnPath, [.. arguments], [(Factor.Variable, factor.Value)]);
    }

    private static bool CanStartAnew(Invocation call) =>
        call.Platform.HasControlSockets && Path.GetFileName(call.Platform.OwnPath).StartsWith("ssh-with-2fa", StringComparison.Ordinal);

    private static int Dashes(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
            if (words[i] == "--")
                return i;
        return -1;
    }
}
