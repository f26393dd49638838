using SshWith2fa.Calls;

namespace SshWith2fa.Commands;

/// <summary>One command: its name, one line for the list, and what runs it. To add one: a file here, a line in <see cref="CommandTable"/>, a section in the man page.</summary>
internal sealed record Command(string Name, string Synopsis, string Summary, Func<Invocation, CancellationToken, Task<int>> Run)
{
    /// <summary>Called by files we generate, not by people.</summary>
    public bool Internal { get; init; }
}

/// <summary>Every command there is.</summary>
internal static class CommandTable
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("ssh", "ssh ARGUMENT...", "ssh, by the right way", RideCommand.Ssh),
        new("scp", "scp ARGUMENT...", "scp, by the right way", RideCommand.Scp),
        new("sftp", "sftp ARGUMENT...", "sftp, by the right way", RideCommand.Sftp),
        new("explain", "explain ssh|scp|sftp ARGUMENT...", "show the decision and the final command, run nothing", ExplainCommand.Run),
        new("setup", SetupCommand.Synopsis, "fetch the site's profile and write the configuration", SetupCommand.Run),
        new("refresh", "refresh", "fetch the site's profile again", RefreshCommand.Run),
        new("remove", "remove", "take everything back that setup wrote", RemoveCommand.Run),
        new("link", "link", "make a directory with our ssh, scp and sftp for the front of PATH", LinkCommand.Run),
        new("up", UpCommand.Synopsis, "start the day's session: asks for the code and the password once", UpCommand.Run),
        new("down", "down", "end the session and all that rides on it", DownCommand.Run),
        new("status", "status [--json]", "show the session, its end, its forwards and who uses it", StatusCommand.Run),
        new("passcode", PasscodeCommand.Synopsis, "run it with a passcode where the second factor follows the login (DUO_PASSCODE)", PasscodeCommand.Run),
        new("proxychains", ProxychainsCommand.Synopsis, "write proxychains' file for the session's SOCKS port, and run a command through it", ProxychainsCommand.Run),
        new("open", OpenCommand.Synopsis, "open an inside web page in a browser that forgets everything", OpenCommand.Run),
        new("mail", "mail", "a mail program's settings, and whether the servers answer", MailCommand.Run),
        new("print", "print", "a printing system's settings, and whether the server answers", PrintCommand.Run),
        new("xpra", XpraCommand.Synopsis, "run a program with windows on an inside host, by xpra", XpraCommand.Run),
        new("gui", "gui [--known-hosts]", "what to type into FileZilla, WinSCP, PuTTY, Cyberduck, curl and others", GuiCommand.Run),
        new("doctor", "doctor", "look for what may go wrong here, and how to mend it", DoctorCommand.Run),
        new("help", "help", "this list", HelpCommand.Run),
        new("version", "version", "print the version", HelpCommand.Version),
        new("at", "at inside|refused NAME", "answers the generated ssh_config", AtCommand.Run) { Internal = true },
        new("record", "record USER", "called by ssh when a session has been opened", RecordCommand.Run) { Internal = true },
        new("keep", "keep USER", "watches over a session until it ends", MonitorCommand.Run) { Internal = true },
        new("carry", "carry PORT|full NAME", "connects ssh where the control socket did not serve", CarryCommand.Run) { Internal = true },
        new("tell", "tell down NAME", "says why ssh gets no connection", TellCommand.Run) { Internal = true },
    ];

    public static Command? Named(string name)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Name == name) return All[i];
        return null;
    }
}
