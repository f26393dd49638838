using System.Net;
using System.Runtime.CompilerServices;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>
/// Decides who may go on, from counts in memory and the moment it is told: no sockets, no clock, no locks (the caller owns the thread).
/// The gate and the simulation run this very code. Step numbers are those of <c>Pipeline</c>.
/// </summary>
internal sealed class AdmissionControl
{
    private readonly int[] pending = new int[4];
    private readonly SourceMemory memory;
    private AddressList trusted = AddressList.Empty;
    private AddressList recovery = AddressList.Empty;
    private OverallCounter strangersOverall;
    private OverallCounter knownOverall;

    public AdmissionControl(AdmissionRules rules, AccessLists lists)
    {
        Rules = rules;
        Lists = lists;
        memory = new SourceMemory(rules.Remember, rules.HopsPerHour);
        GoodHosts = new GoodSources(rules.RememberKnown, rules.KnownFor);
        GoodNetworks = new GoodSources(rules.RememberKnown, rules.KnownFor);
        (strangersOverall, knownOverall) = (new OverallCounter(rules.Strangers.Overall), new OverallCounter(rules.Known.Overall));
        Change(rules, lists);
    }

    public AdmissionRules Rules { get; private set; }

    public AccessLists Lists { get; private set; }

    public SourceMemory Memory => memory;

    public GoodSources GoodHosts { get; }

    public GoodSources GoodNetworks { get; }

    public Bans Bans { get; } = new();

    /// <summary>Connections of a lane that hold a place.</summary>
    public int Pending(Lane lane) => pending[(int)lane];

    public int PendingInAll => pending[0] + pending[1] + pending[2] + pending[3];

    /// <summary>New connections let through in the running second: strangers, and known ones.</summary>
    public (int Strangers, int Known) ThisSecond(Moment now) => (strangersOverall.ThisSecond(now), knownOverall.ThisSecond(now));

    /// <summary>
    /// New rules and lists at run time. What is remembered stays; sizes of the memory (<see cref="AdmissionRules.Remember"/>,
    /// <see cref="AdmissionRules.RememberKnown"/>, <see cref="AdmissionRules.KnownFor"/>, <see cref="AdmissionRules.HopsPerHour"/>) need a restart.
    /// </summary>
    public void Change(AdmissionRules rules, AccessLists lists)
    {
        (Rules, Lists) = (rules, lists);
        (trusted, recovery) = (new AddressList(rules.Trusted), new AddressList(rules.Recovery));
        (strangersOverall, knownOverall) = (new OverallCounter(rules.Strangers.Overall), new OverallCounter(rules.Known.Overall));
    }

    public Lane LaneOf(SourceAddress source, Moment now) =>
        recovery.Contains(source) ? Lane.Recovery
        : trusted.Contains(source) ? Lane.Trusted
        : GoodNetworks.Contains(source.NetworkKey, now) ? Lane.Known
        : Lane.Stranger;

    /// <summary>Steps 3 to 6 for a new connection. When it is admitted it holds a place until <see cref="Release"/>.</summary>
    public AdmissionDecision Decide(SourceAddress source, Moment now)
    {
        var lane = LaneOf(source, now);
        if (OnLists(source, lane, now) is { } listed)
            return listed;
        var isKnownHost = lane >= Lane.Trusted || GoodHosts.Contains(source.HostKey, now);
        var level = SourceLevel.Host;
        ref var entry = ref isKnownHost ? ref memory.Own(source, now) : ref memory.Resolve(source, now, out level);
        if (Unsafe.IsNullRef(ref entry))
            return Refused(AdmissionRefusal.TotalPending);
        ref var network = ref memory.Networks.Find(source.NetworkKey);

        return lane == Lane.Recovery
            ? PendingInAll < Rules.Pending ? Admitted(ref entry, lane, level, source, now) : Refused(AdmissionRefusal.TotalPending)
            : Standing(ref entry, ref network, isKnownHost, now)
            ?? Caps(ref entry, ref network, lane, level)
            ?? PerSourceRates(ref entry, lane, now)
            ?? OverallRate(lane, now)
            ?? Admitted(ref entry, lane, level, source, now);
    }

    /// <summary>The connection is logged in or over: its place is free.</summary>
    public void Release(Lease lease)
    {
        pending[(int)lease.Lane]--;
        ref var entry = ref memory.At(lease.Level, lease.Source);
        if (!Unsafe.IsNullRef(ref entry) && entry.Pending > 0)
            entry.Pending--;
        ref var network = ref memory.Networks.Find(lease.Source.NetworkKey);
        if (lease.Level == SourceLevel.Host && !Unsafe.IsNullRef(ref network) && network.Pending > 0)
            network.Pending--;
    }

    /// <summary>
    /// A listed proxy's own connection (its health check): the proxy is configured, so it has neither penalties nor rates, but no more pending ones
    /// than a known source. Otherwise as <see cref="Decide"/>.
    /// </summary>
    public AdmissionDecision DecideOfProxy(SourceAddress proxy, Moment now)
    {
        ref var entry = ref memory.Own(proxy, now);
        if (Unsafe.IsNullRef(ref entry) || PendingInAll >= Rules.Pending - Rules.ReservedForRecovery)
            return Refused(AdmissionRefusal.TotalPending);
        return entry.Pending >= Rules.Known.PendingPerSource ? Refused(AdmissionRefusal.SourcePending) : Hold(ref entry, Lane.Trusted, SourceLevel.Host, proxy, now);
    }

    /// <summary>What became of a login: a success lifts the source's penalty and makes it known, a failure counts towards a penalty.</summary>
    public void Report(SourceAddress source, LoginOutcome outcome, Moment now)
    {
        if (outcome == LoginOutcome.PasswordNext)
            return;
        if (outcome == LoginOutcome.Success)
        {
            GoodHosts.Add(source.HostKey, now.Seconds);
            GoodNetworks.Add(source.NetworkKey, now.Seconds);
            ref var good = ref memory.Hosts.Find(source.HostKey);
            if (!Unsafe.IsNullRef(ref good))
                (good.Score, good.PenaltyUntil) = (0, 0);
            return;
        }

        var lane = LaneOf(source, now);
        if (lane == Lane.Recovery)
            return;
        var rules = Rules.Penalties;
        var isKnownHost = lane == Lane.Trusted || GoodHosts.Contains(source.HostKey, now);
        var level = SourceLevel.Host;
        ref var entry = ref isKnownHost ? ref memory.Own(source, now) : ref memory.Resolve(source, now, out level);
        if (Unsafe.IsNullRef(ref entry))
            return;
        var starts = Penalty.Add(ref entry, Penalty.Points(outcome), outcome, now.Seconds, rules, isKnownHost ? rules.LongestForKnown : rules.Longest);
        if (starts && !isKnownHost && level == SourceLevel.Host)
        {
            ref var network = ref memory.Networks.FindOrAdd(source.NetworkKey, now.Seconds, out _);
            if (!Unsafe.IsNullRef(ref network))
                Penalty.Add(ref network, 1, outcome, now.Seconds, rules with { Free = rules.BadHostsPerNetwork - 1 }, rules.Longest);
        }
    }

    /// <summary>Forgets bans, penalties and failures of a network and everything in it; how many were lifted.</summary>
    public int Pardon(IPNetwork network, Moment now)
    {
        var lifted = Bans.Remove(network, now);
        foreach (var (level, table) in new[] { (SourceLevel.Host, memory.Hosts), (SourceLevel.Network, memory.Networks), (SourceLevel.Site, memory.Sites) })
            lifted += table.Pardon(key => SourceText.Overlaps(network, SourceText.Network(level, key)), now.Seconds);
        return lifted;
    }

    /// <summary>Step 3. Deny and allow lists; bans.</summary>
    private AdmissionDecision? OnLists(SourceAddress source, Lane lane, Moment now)
    {
        if (lane == Lane.Recovery)
            return null;
        if (Lists.Deny.Contains(source) && !Lists.Allow.Contains(source))
            return Refused(AdmissionRefusal.DenyList);
        var banned = Bans.Until(source, now);
        return banned > 0 ? Refused(AdmissionRefusal.Banned, (banned - now.Seconds) * 1000L) : null;
    }

    /// <summary>Step 4. Penalties of the source and, for those without a success of their own, of its network.</summary>
    private static AdmissionDecision? Standing(ref SourceEntry entry, ref SourceEntry network, bool isKnownHost, Moment now)
    {
        if (entry.PenaltyUntil > now.Seconds)
            return Refused(AdmissionRefusal.Penalty, (entry.PenaltyUntil - now.Seconds) * 1000L);
        if (!isKnownHost && !Unsafe.IsNullRef(ref network) && network.PenaltyUntil > now.Seconds)
            return Refused(AdmissionRefusal.NetworkPenalty, (network.PenaltyUntil - now.Seconds) * 1000L);
        return null;
    }

    /// <summary>Step 5. Connections not yet logged in: per source, per network, in all.</summary>
    private AdmissionDecision? Caps(ref SourceEntry entry, ref SourceEntry network, Lane lane, SourceLevel level)
    {
        var limits = Limits(lane);
        if (entry.Pending >= limits.PendingPerSource)
            return Refused(AdmissionRefusal.SourcePending);
        if (level == SourceLevel.Host && !Unsafe.IsNullRef(ref network) && network.Pending >= limits.PendingPerNetwork)
            return Refused(AdmissionRefusal.NetworkPending);
        var places = Rules.Pending - Rules.ReservedForRecovery;
        if (PendingInAll >= places || (lane == Lane.Stranger && Pending(Lane.Stranger) >= places - Rules.ReservedForKnown))
            return Refused(AdmissionRefusal.TotalPending);
        return null;
    }

    /// <summary>Step 6a. Token bucket and wall-clock hour of the source.</summary>
    private AdmissionDecision? PerSourceRates(ref SourceEntry entry, Lane lane, Moment now)
    {
        var limits = Limits(lane);
        var wait = TokenBucket.WaitMilliseconds(entry.BucketFullAt, limits.PerSource, now.Milliseconds);
        if (wait > 0)
            return Refused(AdmissionRefusal.SourceRate, wait);
        if (limits.PerSourceAndHour > 0 && entry.Hour == now.Hour && entry.HourCount >= limits.PerSourceAndHour)
            return Refused(AdmissionRefusal.SourceHour, (long)now.UntilNextHour.TotalMilliseconds);
        return null;
    }

    /// <summary>Step 6b. All sources of the lane together. Last, so that what was refused before does not use it up.</summary>
    private AdmissionDecision? OverallRate(Lane lane, Moment now)
    {
        var counter = lane == Lane.Stranger ? strangersOverall : knownOverall;
        return counter.TryTake(now) ? null : Refused(AdmissionRefusal.TotalRate, counter.WaitMilliseconds(now));
    }

    private AdmissionDecision Admitted(ref SourceEntry entry, Lane lane, SourceLevel level, SourceAddress source, Moment now)
    {
        entry.BucketFullAt = TokenBucket.Take(entry.BucketFullAt, Limits(lane).PerSource, now.Milliseconds);
        if (entry.Hour != now.Hour)
            (entry.Hour, entry.HourCount) = (now.Hour, 0);
        entry.HourCount = (ushort)Math.Min(entry.HourCount + 1, ushort.MaxValue);
        Penalty.CountVisit(ref entry, now.Seconds, Rules.Penalties);
        return Hold(ref entry, lane, level, source, now);
    }

    /// <summary>Takes a place, and nothing of the rates.</summary>
    private AdmissionDecision Hold(ref SourceEntry entry, Lane lane, SourceLevel level, SourceAddress source, Moment now)
    {
        entry.Pending++;
        pending[(int)lane]++;
        if (level == SourceLevel.Host)
        {
            ref var network = ref memory.Networks.FindOrAdd(source.NetworkKey, now.Seconds, out _);
            if (!Unsafe.IsNullRef(ref network))
                network.Pending++;
        }

        return new AdmissionDecision(AdmissionRefusal.None, TimeSpan.Zero, new Lease(lane, level, source));
    }

    private LaneLimits Limits(Lane lane) => lane == Lane.Stranger ? Rules.Strangers : Rules.Known;

    private static AdmissionDecision Refused(AdmissionRefusal refusal, long retryMilliseconds = 0) =>
        new(refusal, TimeSpan.FromMilliseconds(retryMilliseconds), default);
}
