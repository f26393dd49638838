using SshWith2fa.Calls;

namespace SshWith2fa.Commands;

/// <summary>One command: its name, one line for the list, and what runs it. To add one: a file here, a line in <see cref="CommandTable"/>, a section in the man page.</summary>
internal sealed record Command(string Name, string Synopsis, string Summary, Func<Invocation, CancellationToken, Task<int>> Run)
{
    /// <summary>Called by files we generate, not by people.</summary>
    public bool Internal { get; init; }
}

/// <summary>Every command there is, in the order in which a person meets them.</summary>
internal static class CommandTable
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("setup", SetupCommand.Synopsis, "fetch the site's profile and write the configuration", SetupCommand.Run),
        new("up", UpCommand.Synopsis, "start the day's session: asks for the code and the password once", UpCommand.Run),
        new("status", "status [--json]", "show the session, its end, its forwards and the programs that use it", StatusCommand.Run),
        new("down", "down", "end the session and everything that uses it", DownCommand.Run),
        new("ssh", "ssh ARGUMENT...", "run ssh over the session, directly or through the outside door", RideCommand.Ssh),
        new("scp", "scp ARGUMENT...", "run scp in the same way", RideCommand.Scp),
        new("sftp", "sftp ARGUMENT...", "run sftp in the same way", RideCommand.Sftp),
        new("explain", "explain ssh|scp|sftp ARGUMENT...", "show the decision and the final command, but run nothing", ExplainCommand.Run),
        new("doctor", "doctor", "look for problems on this machine, and say how to fix them", DoctorCommand.Run),
        new("refresh", "refresh [FILE]", "fetch the site's profile again", RefreshCommand.Run),
        new("link", "link", "create a directory with our ssh, scp and sftp, to put first in PATH", LinkCommand.Run),
        new("remove", "remove [--dry-run]", "remove everything that setup wrote", RemoveCommand.Run),
        new("passcode", PasscodeCommand.Synopsis, "run a command with a passcode, where the second factor comes after the login (DUO_PASSCODE)", PasscodeCommand.Run),
        new("proxychains", ProxychainsCommand.Synopsis, "write proxychains' file for the session's SOCKS port, and run a command through it", ProxychainsCommand.Run),
        new("open", OpenCommand.Synopsis, "open an inside web page in a browser with a temporary profile", OpenCommand.Run),
        new("mail", "mail", "show a mail program's settings, and whether the servers answer", MailCommand.Run),
        new("print", "print", "show a printing system's settings, and whether the server answers", PrintCommand.Run),
        new("xpra", XpraCommand.Synopsis, "run a graphical program on an inside host with xpra", XpraCommand.Run),
        new("gui", "gui [--known-hosts]", "show what to type into FileZilla, WinSCP, PuTTY, Cyberduck, curl and others", GuiCommand.Run),
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
            if (All[i].Name == name)
                return All[i];
        return null;
    }
}
