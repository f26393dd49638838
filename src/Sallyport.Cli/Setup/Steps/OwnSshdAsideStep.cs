using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;
using Sallyport.Cli.Sshd.Rules;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The machine's own sshd makes room at port 22, with a timer that brings it back.</summary>
internal sealed class OwnSshdAsideStep(SetupContext context) : ISetupStep
{
    private readonly OwnSshdMove move = new(context);

    public string Name => "own-sshd-aside";

    private bool IsWanted => context.Answers.TakesPort22 && !move.IsAside;

    public async Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel)
    {
        var answers = context.Answers;
        if (!answers.TakesPort22)
            return [];
        if (move.IsAside)
            return context.Previous is { TakesPort22: true } previous && previous.OwnPort != answers.OwnPort
                ? [$"the machine's own sshd is at port {previous.OwnPort}; to change this, first give port 22 back: sallyport setup --port {answers.PortBefore}"]
                : [];
        if (context.Services.OwnSshd is null)
            return ["port 22 can be taken only where systemd runs; choose a --port"];
        if ((await move.AtPort22Async(cancel)).Count == 0)
        {
            return UnitTexts.Addresses(answers).FirstOrDefault(address => !context.Services.IsFree(address)) is { } taken
                ? [$"what listens at {taken} is neither ssh.service nor ssh.socket, so setup cannot move it; stop it, or choose a --port"]
                : [];
        }

        return [.. Ports(), .. Configuration()];
    }

    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) => IsWanted && (await move.AtPort22Async(cancel)).Count > 0
        ?
        [
            $"move the machine's own sshd from port 22 to port {context.Answers.OwnPort}, proved before it leaves port 22; open sessions go on. Users who log in to it, inside and in trusted networks, must then use: ssh -p {context.Answers.OwnPort} (open this port for them in the firewall)",
            $"give port 22 back after {context.ConfirmWithin.TotalMinutes:0} min, also after a boot, unless you confirm it with: sallyport setup --confirm",
        ]
        : [];

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        note($"port {context.Answers.OwnPort}");
        await move.StartTimerAsync(cancel);
        await move.AsideAsync(cancel);
    }

    public async Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        if (reach == UndoReach.Everything)
            await Port22.ReleaseAsync(context, cancel);
        await move.BackAsync(cancel);
        await move.StopTimerAsync(cancel);
    }

    private IEnumerable<string> Ports()
    {
        var answers = context.Answers;
        if (answers.OwnPort == answers.PortBefore)
            yield return $"port {answers.OwnPort} is where the door returns to when port 22 is given back; choose another --own-port";
        else if (UnitTexts.Addresses(answers with { Port = answers.OwnPort }).FirstOrDefault(address => !context.Services.IsFree(address)) is { } taken)
            yield return $"another program listens at {taken}; choose another --own-port, or stop it";
    }

    /// <summary>Port lines add up, and a line that names port 22 keeps it.</summary>
    private IReadOnlyList<string> Configuration()
    {
        var config = context.MachineConfig;
        if (!File.Exists(config))
            return [$"there is no {config}, so setup cannot move the machine's own sshd"];
        var file = SshdFile.Read(config);
        var sentences = new List<string>();
        if (!file.Includes(context.Paths.OwnSshdPort))
            sentences.Add($"{config} does not include {context.Paths.OwnSshdPort}; write at its top: Include {Path.GetDirectoryName(context.Paths.OwnSshdPort)}/*.conf");
        sentences.AddRange(file.Global.Where(KeepsItsPort).Select(line => $"{config}, or a file that it includes, says \"{line.Text}\", which stays beside any other port; {(line.Keyword == "port" ? "remove this line (22 is the default)" : "write the address without the port")}"));
        sentences.AddRange(file.Blocks.Where(block => block.Wanted().Any(wanted => wanted.Kind == "localport")).Select(block => block.Head).Distinct(StringComparer.Ordinal)
            .Select(head => $"{config}, or a file that it includes, says \"{head}\", which depends on the port of the machine's own sshd; write this rule without LocalPort"));
        if (File.Exists(context.Paths.OwnSshdSocket))
            sentences.Add($"{context.Paths.OwnSshdSocket} already exists; remove it");
        return sentences;
    }

    private static bool KeepsItsPort(ConfigLine line) => line.Keyword switch
    {
        "port" => true,
        "listenaddress" => SshdFile.Words(line.Value).FirstOrDefault() is { } address && HasPort(address),
        _ => false,
    };

    /// <summary>HOST:PORT, or [HOST]:PORT; an IPv6 address without brackets has none.</summary>
    private static bool HasPort(string address) => address.StartsWith('[') ? address.Contains("]:", StringComparison.Ordinal) : address.Count(c => c == ':') == 1;
}
