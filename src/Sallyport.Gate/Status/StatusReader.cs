using Sallyport.Gate.Admission;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Loop;
using Sallyport.Gate.Machine;
using Sallyport.Settings;

namespace Sallyport.Gate.Status;

/// <summary>Collects a <see cref="GateStatus"/>, part by part on the gate's thread, so that connections go on in between.</summary>
internal sealed class StatusReader(GateServices services, ConnectionSet connections, DateTimeOffset started)
{
    private const int MostRows = 1000;

    /// <summary>Whether the authority's feed is up: <c>none</c>, <c>up</c>, <c>down</c>.</summary>
    public string Authority { get; set; } = "none";

    public async Task<List<RunningPenalty>> PenaltiesAsync()
    {
        var penalties = new List<RunningPenalty>();
        for (var chunk = 0; chunk < services.Admission.Memory.Chunks; chunk++)
        {
            var part = chunk;
            penalties.AddRange(await services.Loop.Ask(now => services.Admission.Memory.Penalties(part, now)));
        }

        return penalties;
    }

    public async Task<GateStatus> ReadAsync()
    {
        var penalties = await PenaltiesAsync();
        return await services.Loop.Ask(now => Read(penalties, now));
    }

    private GateStatus Read(List<RunningPenalty> penalties, Moment now)
    {
        var admission = services.Admission;
        return new GateStatus(
            started,
            Authority,
            Lanes(now),
            new MemoryStatus(admission.Memory.Hosts.Count, admission.Rules.Remember, admission.GoodHosts.Count, admission.Memory.Hosts.Evicted),
            [.. connections.All.OrderBy(connection => connection.IsLoggedIn).ThenBy(connection => connection.Number).Take(MostRows).Select(connection => Row(connection, now))],
            [.. penalties.OrderByDescending(penalty => penalty.Until).Take(MostRows).Select(penalty => Row(penalty, now))],
            penalties.Count,
            [.. admission.Bans.All.Where(ban => ban.Until > now.Seconds).Select(ban => new BanStatus(SourceText.Text(ban.Network), ban.Until - now.Seconds))],
            Totals());
    }

    private LaneStatus[] Lanes(Moment now)
    {
        var rules = services.Admission.Rules;
        var known = rules.Pending - rules.ReservedForRecovery;
        var (strangers, others) = services.Admission.ThisSecond(now);
        return
        [
            new(Lane.Stranger.Word(), services.Admission.Pending(Lane.Stranger), known - rules.ReservedForKnown, strangers),
            new(Lane.Known.Word(), services.Admission.Pending(Lane.Known), known, others),
            new(Lane.Trusted.Word(), services.Admission.Pending(Lane.Trusted), known, others),
            new(Lane.Recovery.Word(), services.Admission.Pending(Lane.Recovery), rules.Pending, 0),
        ];
    }

    private TotalsStatus Totals()
    {
        var counters = services.Counters;
        return new TotalsStatus(
            counters.Accepted,
            counters.HandedOver,
            counters.LoggedIn,
            Enum.GetValues<AdmissionRefusal>().Where(refusal => refusal != AdmissionRefusal.None).ToDictionary(refusal => refusal.Word(), counters.Refused, StringComparer.Ordinal),
            Enum.GetValues<LoginOutcome>().ToDictionary(outcome => outcome.Word(), counters.Outcomes, StringComparer.Ordinal));
    }

    private static ConnectionStatus Row(Connection connection, Moment now) => new(
        connection.Number,
        connection.Source.ToString(),
        connection.Port,
        connection.Decision.Lease.Lane.Word(),
        KebabCase.Of(connection.Stage.ToString()),
        connection.Pid,
        connection.IsLoggedIn,
        (now.Milliseconds - connection.AcceptedAt) / 1000);

    private static PenaltyStatus Row(RunningPenalty penalty, Moment now) =>
        new(SourceText.Text(penalty.Network), penalty.Until - now.Seconds, penalty.Reason.Word(), penalty.Score);
}
