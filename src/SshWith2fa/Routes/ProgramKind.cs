using SshWith2fa.Arguments;

namespace SshWith2fa.Routes;

/// <summary>Which program a call really serves, told by what it asks the far end to run: the words the setting "share" uses.</summary>
internal static class ProgramKind
{
    public static string Of(CommandLine line)
    {
        if (line.Program == SshProgram.Scp)
            return "scp";
        if (line.Program == SshProgram.Sftp)
            return "sftp";
        if (line.Has('N') || line.Has('W'))
            return "forward";
        if (line.RemoteCommand.Count == 0)
            return "ssh";
        var first = line.RemoteCommand[0];
        if (line.Has('s'))
            return first == "sftp" ? "sftp" : "ssh";
        var space = first.IndexOf(' ', StringComparison.Ordinal);
        var program = space < 0 ? first : first[..space];
        return program switch
        {
            "rsync" or "unison" => program,
            "git-upload-pack" or "git-receive-pack" or "git-upload-archive" or "git" => "git",
            "scp" => "scp",
            _ => "ssh",
        };
    }
}
