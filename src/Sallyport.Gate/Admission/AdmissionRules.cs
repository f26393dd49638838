using System.Net;

namespace Sallyport.Gate.Admission;

/// <summary>Connections per period with a burst: a token bucket.</summary>
/// <param name="Count">Tokens that come back in one <paramref name="Period"/>; 0 means no limit.</param>
/// <param name="Period">Over which <paramref name="Count"/> is spread.</param>
/// <param name="Burst">How many may come at once.</param>
internal sealed record Rate(int Count, TimeSpan Period, int Burst);

/// <summary>xinetd's <c>cps</c>: above <paramref name="PerSecond"/> new connections in a second, none for <paramref name="Wait"/>. 0 is no limit.</summary>
internal sealed record OverallRate(int PerSecond, TimeSpan Wait);

/// <summary>What one lane may use. Numbers of connections count those not yet logged in.</summary>
internal sealed record LaneLimits(int PendingPerSource, int PendingPerNetwork, Rate PerSource, int PerSourceAndHour, OverallRate Overall);

/// <summary>How failures turn into waiting: after <paramref name="Free"/> points, <paramref name="First"/>, doubled by each further point up to
/// <paramref name="Longest"/>; one point is forgotten every <paramref name="Forget"/>.</summary>
/// <param name="LongestForKnown">The cap for a source with a recent success, so that a guesser beside it cannot shut it out.</param>
/// <param name="BadHostsPerNetwork">From this many penalised addresses on, their /24 or /56 is penalised as a whole.</param>
internal sealed record PenaltyRules(int Free, TimeSpan First, TimeSpan Longest, TimeSpan LongestForKnown, TimeSpan Forget, int BadHostsPerNetwork)
{
    /// <summary>The cap for whatever goes wrong in a source's first connection: somebody who has forgotten <c>user@</c> is back in a minute.</summary>
    public TimeSpan LongestForFirst { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Everything that <see cref="AdmissionControl"/> decides by.</summary>
internal sealed record AdmissionRules
{
    /// <summary>Connections not yet logged in, all lanes together.</summary>
    public int Pending { get; init; } = 200;

    /// <summary>Of <see cref="Pending"/>, places no stranger takes.</summary>
    public int ReservedForKnown { get; init; } = 60;

    /// <summary>Of <see cref="Pending"/>, places only the recovery lane takes.</summary>
    public int ReservedForRecovery { get; init; } = 5;

    public LaneLimits Strangers { get; init; } =
        new(10, 30, new Rate(20, TimeSpan.FromMinutes(1), 15), 120, new OverallRate(30, TimeSpan.FromSeconds(5)));

    public LaneLimits Known { get; init; } =
        new(20, 40, new Rate(120, TimeSpan.FromMinutes(1), 60), 0, new OverallRate(60, TimeSpan.FromSeconds(1)));

    public PenaltyRules Penalties { get; init; } =
        new(3, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(20), 8);

    /// <summary>So many new /64 of one /56 within an hour, and the /56 counts as one source; likewise /56 of one /48.</summary>
    public int HopsPerHour { get; init; } = 16;

    /// <summary>How long a success makes a source known.</summary>
    public TimeSpan KnownFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Sources remembered at most.</summary>
    public int Remember { get; init; } = 200_000;

    /// <summary>Known sources remembered at most, apart from the others.</summary>
    public int RememberKnown { get; init; } = 50_000;

    public IReadOnlyList<IPNetwork> Trusted { get; init; } = [];

    public IReadOnlyList<IPNetwork> Recovery { get; init; } = [];
}

/// <summary>The deny and allow files as loaded. An address on both is allowed.</summary>
internal sealed record AccessLists(AddressList Deny, AddressList Allow)
{
    public static AccessLists None { get; } = new(AddressList.Empty, AddressList.Empty);
}
