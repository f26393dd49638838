using System.Collections.Immutable;
using System.Net;

namespace Sallyport.Cli.Doors;

/// <summary>One outside sshd, as its administrator wants it.</summary>
internal sealed record Door
{
    public required DoorPaths Paths { get; init; }

    public required Order Order { get; init; }

    public int Port { get; init; } = 2222;

    /// <summary>Addresses to listen on; none means all.</summary>
    public ImmutableArray<IPAddress> Listen { get; init; } = [];

    /// <summary>Networks where a public key is taken as well.</summary>
    public ImmutableArray<IPNetwork> Trusted { get; init; } = [];

    /// <summary>
    /// Private host keys. The machine's own unless the administrator names others: both doors lead to one machine, which has one
    /// identity in <c>known_hosts</c> and SSHFP records, and a second key beside the first would protect nothing (root reads both).
    /// </summary>
    public required ImmutableArray<string> HostKeys { get; init; }

    /// <summary>The configuration of the machine's own sshd, whose rules are taken over.</summary>
    public string MachineConfig { get; init; } = DoorPaths.MachineConfig;

    /// <summary>Addresses that sshd's own penalties spare besides loopback: gates that relay under their own address.</summary>
    public ImmutableArray<IPNetwork> PenaltyExempt { get; init; } = [];

    /// <summary>Rules of the machine's own sshd that the administrator leaves out, as the installer names them.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>Whether sessions through it ask people without a factor to enrol one.</summary>
    public bool EnrolsAtLogin { get; init; }

    /// <summary>How it asks about day keys; null where the site has none.</summary>
    public KeyQuestion? DayKeys { get; init; }

    public KeySource KeySource => DayKeys is null ? KeySource.Accounts : KeySource.Authority;

    public required OpensshVersion Openssh { get; init; }

    /// <summary>The PAM service's name, the sshd's name in the log, and the name of all of its files.</summary>
    public string Name => Paths.Name;
}
