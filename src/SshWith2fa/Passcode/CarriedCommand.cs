using SshWith2fa.Arguments;
using SshWith2fa.Platform;

namespace SshWith2fa.Passcode;

/// <summary>The programs the two tries are known for.</summary>
internal enum CarriedProgram
{
    Ssh,
    Scp,
    Sftp,
    Rsync,
}

/// <summary>A command that a passcode is to accompany, with the old ways of passing one taken out of it.</summary>
/// <param name="Executable">What to run.</param>
/// <param name="Remarks">What was put right, for the person.</param>
internal sealed record CarriedCommand(CarriedProgram Program, string Executable, IReadOnlyList<string> Arguments, IReadOnlyList<string> Remarks)
{
    private RsyncLine? Rsync { get; init; }

    /// <summary>rsync's remote shell: the program and its options.</summary>
    public IReadOnlyList<string> Shell { get; init; } = [];

    /// <summary>The command line as ssh will see it, for what must be known of the far end; for rsync, what its remote shell gets.</summary>
    public CommandLine Line { get; private init; } = new(SshProgram.Ssh, []);

    /// <summary>Null, and the sentence, for a command no passcode can be passed to.</summary>
    public static (CarriedCommand? Command, string? Mistake) Read(IReadOnlyList<string> words, IPlatform platform)
    {
        if (words.Count == 0)
            return (null, "give the command after \"--\": ssh-with-2fa passcode sms -- scp FILE HOST:");
        var name = Path.GetFileNameWithoutExtension(words[0]);
        CarriedProgram? known = name switch { "ssh" => CarriedProgram.Ssh, "scp" => CarriedProgram.Scp, "sftp" => CarriedProgram.Sftp, "rsync" => CarriedProgram.Rsync, _ => null };
        if (known is not { } program)
            return (null, $"passcode supports ssh, scp, sftp and rsync, not {name}; put \"SendEnv {Factor.Variable}\" for the host into ~/.ssh/config and set the variable for {name} yourself");
        var executable = words[0] == name && RealPrograms.Find(name, platform) is { } real ? real : words[0];
        var arguments = words.Skip(1).ToArray();
        return (program == CarriedProgram.Rsync ? OfRsync(executable, arguments, platform) : OfSsh(program, executable, arguments), null);
    }

    /// <summary>The final arguments, with our options where OpenSSH looks first.</summary>
    public IReadOnlyList<string> With(params IEnumerable<string> options)
    {
        var ours = options.Append("SendEnv=" + Factor.Variable).SelectMany(option => (string[])["-o", option]);
        return Rsync is null ? [.. ours, .. Arguments] : ["-e", RemoteShell.Join([Shell[0], .. ours, .. Shell.Skip(1)]), .. Arguments];
    }

    /// <summary>
    /// For ssh's first try by "sms": the same login with a command that does nothing. Where no factor is asked for, it succeeds, and
    /// what the person wants done has not been done half, nor its input been swallowed. Null where the command is no plain one.
    /// </summary>
    public CarriedCommand? Harmless() =>
        Program != CarriedProgram.Ssh || Line.Destinations.Count == 0 || "sNWTOGVQ".Any(Line.Has)
            ? null
            : this with { Arguments = ["-n", .. Arguments.Take(Arguments.Count - Line.RemoteCommand.Count), "true"] };

    private static CarriedCommand OfSsh(CarriedProgram program, string executable, string[] arguments)
    {
        var kind = program switch { CarriedProgram.Ssh => SshProgram.Ssh, CarriedProgram.Scp => SshProgram.Scp, _ => SshProgram.Sftp };
        var end = arguments.Length - CommandLine.Read(kind, arguments, SshVersion.Oldest).RemoteCommand.Count;
        var kept = new List<string>(Clean(arguments.Take(end).ToArray()));
        kept.AddRange(arguments.Skip(end));
        return new CarriedCommand(program, executable, kept, Remark(kept.Count < arguments.Length)) { Line = CommandLine.Read(kind, kept, SshVersion.Oldest) };
    }

    private static CarriedCommand OfRsync(string executable, string[] arguments, IPlatform platform)
    {
        var line = RsyncLine.Read(arguments);
        var remarks = new List<string>();
        var shells = line.Shells.Count > 0 ? line.Shells : [platform.Variable("RSYNC_RSH") is { Length: > 0 } set ? set : "ssh"];
        var words = Merge(shells, remarks);
        var clean = (string[])[words[0] == "ssh" && RealPrograms.Find("ssh", platform) is { } real ? real : words[0], .. Clean(words.Skip(1).ToArray())];
        remarks.AddRange(Remark(clean.Length < words.Count));
        return new CarriedCommand(CarriedProgram.Rsync, executable, line.Rest, remarks)
        {
            Rsync = line,
            Shell = clean,
            Line = CommandLine.Read(SshProgram.Ssh, line.Host is { } host ? [.. clean.Skip(1), host] : [.. clean.Skip(1)], SshVersion.Oldest),
        };
    }

    // rsync keeps the last -e. Of two that are the same program, both mean their options; the last one's come first, where ssh looks first.
    private static List<string> Merge(IReadOnlyList<string> shells, List<string> remarks)
    {
        var split = shells.Select(RemoteShell.Split).Where(words => words.Count > 0).ToList();
        if (split.Count == 0)
            return ["ssh"];
        var words = new List<string>(split[^1]);
        if (split.Count == 1)
            return words;
        if (split.Exists(other => other[0] != words[0]))
        {
            remarks.Add("rsync uses only the last -e, and the others name other programs: they are ignored");
            return words;
        }
        for (var i = split.Count - 2; i >= 0; i--)
            words.AddRange(split[i].Skip(1));
        remarks.Add("rsync uses only the last -e: the options of all are combined into one");
        return words;
    }

    private static string[] Remark(bool dropped) => dropped ? [$"SetEnv {Factor.Variable} is removed: the passcode is passed in the environment, where other users' \"ps\" does not show it"] : [];

    // "-o SetEnv DUO_PASSCODE=…" in all its spellings: it would win over the value of this try.
    private static IEnumerable<string> Clean(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "-o" && i + 1 < words.Length && IsOldWay(words[i + 1]))
                i++;
            else if (!words[i].StartsWith("-o", StringComparison.Ordinal) || !IsOldWay(words[i][2..]))
                yield return words[i];
        }
    }

    private static bool IsOldWay(string option)
    {
        option = option.TrimStart();
        return option.StartsWith("SetEnv", StringComparison.OrdinalIgnoreCase)
            && option["SetEnv".Length..].TrimStart(' ', '\t', '=', '"').StartsWith(Factor.Variable + "=", StringComparison.Ordinal);
    }
}
