using EndToEnd.Duo;
using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary><c>ssh-with-2fa passcode</c> as built, run against one <see cref="OwnSshd"/> by a person at an askpass window.</summary>
internal sealed class PasscodeCommand(OwnSshd sshd)
{
    // Of the first options, two words each, or "-i FILE".
    private const int Half = 6;

    /// <summary>The questions of the last run, of ssh and of ours.</summary>
    public string[] Questions => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private string Log => Path.Combine(sshd.Folder, "questions");

    /// <param name="words">What stands behind "passcode".</param>
    /// <param name="passcode">A shell command that prints what the person answers when asked for a passcode.</param>
    public async Task<Run> RunAsync(IReadOnlyList<string> words, string passcode = "false")
    {
        File.Delete(Log);
        var askpass = Path.Combine(sshd.Folder, "person");
        await File.WriteAllTextAsync(askpass, $"#!/bin/sh\nprintf '%s\\n' \"$1\" >> {Log}\ncase \"$1\" in *assword:*) echo {sshd.Password};; *) {passcode};; esac\n");
        File.SetUnixFileMode(askpass, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SSH_ASKPASS"] = askpass,
            ["SSH_ASKPASS_REQUIRE"] = "force",
            ["XDG_CONFIG_HOME"] = sshd.Folder + "/config",
            ["XDG_RUNTIME_DIR"] = Directory.CreateDirectory(sshd.Folder + "/run").FullName,
        };
        return await Run.OfAsync(Path.Combine(AppContext.BaseDirectory, "ssh-with-2fa"), ["passcode", .. words], environment, "");
    }

    // From OpenSSH 10.0 on scp and sftp pass this option to ssh ahead of the user's.
    private string ScpOfTen()
    {
        var folder = Directory.CreateDirectory(Path.Combine(sshd.Folder, "ten")).FullName;
        var scp = Path.Combine(folder, "scp");
        File.WriteAllText(scp, "#!/bin/sh\nexec /usr/bin/scp -oControlMaster=no \"$@\"\n");
        File.SetUnixFileMode(scp, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return scp;
    }

    /// <summary>The words of a program that copies a file to the far end's home under the name "target", in the way of the Kentucky page.</summary>
    public string[] Copy(string tool, string source, params string[] more)
    {
        var options = sshd.Options(more);
        var batch = Path.Combine(sshd.Folder, "batch");
        File.WriteAllText(batch, $"put {source} target\n");
        return tool switch
        {
            "ssh" => ["ssh", .. options, "localhost", $"cat {source} > target"],
            // With -b, sftp would ask for no password otherwise.
            "sftp" => ["sftp", "-o", "BatchMode=no", "-b", batch, .. options, "localhost"],
            "scp as OpenSSH 10 has it" => [ScpOfTen(), .. options, source, "localhost:target"],
            "rsync" => ["rsync", "-t", "-e", "ssh " + string.Join(' ', options.Take(Half)), "-e", "ssh " + string.Join(' ', options.Skip(Half)), source, "localhost:target"],
            _ => [.. tool.Split(' '), .. options, source, "localhost:target"],
        };
    }
}
