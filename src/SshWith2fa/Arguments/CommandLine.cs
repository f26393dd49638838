namespace SshWith2fa.Arguments;

/// <summary>
/// A command line of ssh, scp or sftp, read as OpenSSH reads it. Only what a decision needs is picked out; the arguments
/// themselves are passed on as they were.
/// </summary>
internal sealed record CommandLine(SshProgram Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The remote ends, in order; empty when the program will only print something, or fail on its own usage.</summary>
    public IReadOnlyList<Destination> Destinations { get; init; } = [];

    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>ssh's remote command, one word per argument.</summary>
    public IReadOnlyList<string> RemoteCommand { get; init; } = [];

    /// <summary>The port asked for by -p, -P, -o or the URI; null when none was.</summary>
    public int? Port { get; init; }

    /// <summary>The login name asked for by -l, -o or before the @.</summary>
    public string? User { get; init; }

    public bool Has(char letter) => Find(letter) >= 0;

    public string? ValueOf(char letter) => Find(letter) is var at and >= 0 ? Options[at].Value : null;

    /// <summary>The value of the first <c>-o Keyword=value</c> of that name: OpenSSH keeps the first, too.</summary>
    public string? Setting(string keyword)
    {
        for (var i = 0; i < Options.Count; i++)
            if (SettingOf(Options[i], keyword) is { } value)
                return value;
        return null;
    }

    public static CommandLine Read(SshProgram program, IReadOnlyList<string> arguments, SshVersion version) =>
        program == SshProgram.Ssh
            ? ReadSsh(arguments, OptionTable.Of(program, version))
            : ReadFiles(program, arguments, OptionTable.Of(program, version));

    // ssh.c main(): options, the host, options again unless "--" was read, then the command.
    private static CommandLine ReadSsh(IReadOnlyList<string> arguments, string letters)
    {
        var options = new List<Option>();
        var line = new CommandLine(SshProgram.Ssh, arguments) { Options = options };
        var before = new GetOpt(letters, arguments, 0);
        while (before.TryNext(out var option))
            options.Add(option);
        var index = before.Index;
        var inFront = options.Count;
        if (before.Failed || index >= arguments.Count || Destination.OfSsh(arguments[index++]) is not { } destination)
            return line;
        if (!before.Terminated)
        {
            var behind = new GetOpt(letters, arguments, index);
            while (behind.TryNext(out var option))
                options.Add(option);
            if (behind.Failed)
                return line;
            index = behind.Index;
        }
        return line with
        {
            Destinations = [destination],
            RemoteCommand = From(arguments, index),
            Port = First(options, 0, inFront, 'p', "Port") is { } typed ? PortOf(typed) : destination.Port ?? PortOf(First(options, inFront, options.Count, 'p', "Port")),
            User = First(options, 0, inFront, 'l', "User") ?? destination.User ?? First(options, inFront, options.Count, 'l', "User"),
        };
    }

    // ssh keeps what it meets first: a letter, a setting or the destination's own part.
    private static string? First(List<Option> options, int from, int to, char letter, string keyword)
    {
        for (var i = from; i < to; i++)
            if ((options[i].Letter == letter ? options[i].Value : SettingOf(options[i], keyword)) is { } value)
                return value;
        return null;
    }

    // scp and sftp read options only before the first operand.
    private static CommandLine ReadFiles(SshProgram program, IReadOnlyList<string> arguments, string letters)
    {
        var options = new List<Option>();
        var line = new CommandLine(program, arguments) { Options = options };
        var getopt = new GetOpt(letters, arguments, 0);
        while (getopt.TryNext(out var option))
            options.Add(option);
        if (getopt.Failed)
            return line;
        var found = new List<Destination>();
        for (var i = getopt.Index; i < arguments.Count; i++)
        {
            if (program == SshProgram.Sftp && i > getopt.Index)
                break;
            var end = program == SshProgram.Scp ? Destination.OfScp(arguments[i]) : Destination.OfSftp(arguments[i]);
            if (end is not null)
                found.Add(end);
        }
        var first = found.Count > 0 ? found[0] : null;
        return line with
        {
            Destinations = found,
            Port = PortOf(line.ValueOf('P') ?? line.Setting("Port")) ?? first?.Port,
            User = line.Setting("User") ?? first?.User,
        };
    }

    private static string? SettingOf(Option option, string keyword)
    {
        if (option is not { Letter: 'o', Value: { } text })
            return null;
        text = text.TrimStart(' ', '\t');
        if (!text.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = text[keyword.Length..];
        return rest.Length == 0 || rest[0] is ' ' or '\t' or '=' ? rest.Trim(' ', '\t', '=', '"') : null;
    }

    private int Find(char letter)
    {
        for (var i = 0; i < Options.Count; i++)
            if (Options[i].Letter == letter)
                return i;
        return -1;
    }

    private static string[] From(IReadOnlyList<string> arguments, int index)
    {
        var rest = new string[Math.Max(0, arguments.Count - index)];
        for (var i = 0; i < rest.Length; i++)
            rest[i] = arguments[index + i];
        return rest;
    }

    private static int? PortOf(string? option) => int.TryParse(option, out var port) ? port : null;
}
