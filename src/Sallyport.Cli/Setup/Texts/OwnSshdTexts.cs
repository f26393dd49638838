using System.Globalization;
using System.Net;
using Sallyport.Cli.Setup.Machine;

namespace Sallyport.Cli.Setup.Texts;

/// <summary>What moves the machine's own sshd from port 22, and brings it back when nobody confirms.</summary>
internal static class OwnSshdTexts
{
    private const string Head = "# Written by: sallyport setup --take-port-22\n";

    /// <summary>The addition to its configuration, where Port lines add up.</summary>
    public static string Config(params IEnumerable<int> ports) => Head + string.Concat(ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"Port {port}\n")));

    /// <summary>The addition to its socket unit, whose addresses stay and change only their port.</summary>
    /// <param name="addresses">As systemd writes them.</param>
    /// <param name="ports">In place of 22.</param>
    public static string Socket(IReadOnlyList<string> addresses, params IReadOnlyList<int> ports) =>
        Head + "[Socket]\nListenStream=\n" + string.Concat(addresses.SelectMany(address => At(address, ports)).Distinct(StringComparer.Ordinal).Select(address => $"ListenStream={address}\n"));

    public static string PutBackService(string program) => Head + $"""
        [Unit]
        Description=Sallyport: give port 22 back to the machine's own sshd, because nobody confirmed
        Documentation=man:sallyport(1)
        StartLimitIntervalSec=0

        [Service]
        Type=oneshot
        ExecStart={program} setup --put-back
        Restart=on-failure
        RestartSec=30

        """;

    /// <summary>By the clock of the kernel, which nobody sets; after a boot the time begins again.</summary>
    public static string PutBackTimer(TimeSpan within) => Head + $"""
        [Unit]
        Description=Sallyport: time to confirm that the outside door has port 22
        Documentation=man:sallyport(1)

        [Timer]
        OnActiveSec={((int)within.TotalSeconds).ToString(CultureInfo.InvariantCulture)}
        AccuracySec=1

        [Install]
        WantedBy=timers.target

        """;

    private static IEnumerable<string> At(string address, IReadOnlyList<int> ports) => IPEndPoint.TryParse(address, out var parsed) && parsed.Port == SetupPaths.SshPort
        ? ports.Select(port => new IPEndPoint(parsed.Address, port).ToString())
        : [address];
}
