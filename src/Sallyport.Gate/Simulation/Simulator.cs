using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>
/// Lets the parties of a scenario meet the gate's own <see cref="AdmissionControl"/> in virtual time. The steps are the pipeline's without
/// its sockets: decide, hold the place while the login goes on, report its outcome, give the place back.
/// </summary>
internal sealed class Simulator(Scenario scenario, AdmissionRules rules, AccessLists lists)
{
    public AdmissionControl Admission { get; } = new(rules, lists);

    /// <summary>Decisions and ends so far.</summary>
    public long Events { get; private set; }

    /// <summary>The most connections that held a place at one time.</summary>
    public int MostPending { get; private set; }

    public void Run(CancellationToken cancel)
    {
        var agenda = new Agenda();
        var dice = new Dice(scenario.Seed);
        var start = Moment.Of(scenario.Start);
        foreach (var party in scenario.Parties)
            party.Begin(agenda, Admission, start, scenario.Length, dice);
        while (agenda.TryNext(out var next, out var at) && at <= scenario.Length)
        {
            if ((++Events & 0xFFFF) == 0)
                cancel.ThrowIfCancellationRequested();
            var now = start + TimeSpan.FromMilliseconds(at);
            if (next.Lease is { } lease)
                End(next, lease, at, now, agenda, dice);
            else
                Try(next, at, now, agenda, dice);
        }

        foreach (var party in scenario.Parties)
            party.Finish(scenario.Length);
    }

    private void Try(SimulationEvent next, long at, Moment now, Agenda agenda, Dice dice)
    {
        var source = next.Party.Source(next.Member, dice);
        var decision = Admission.Decide(source, now);
        next.Party.Tally.Count(decision);
        if (!decision.IsAdmitted)
        {
            next.Party.Refused(next.Member, decision, at, agenda, dice);
            return;
        }

        MostPending = Math.Max(MostPending, Admission.PendingInAll);
        var (lasts, outcome) = next.Party.Attempt(next.Member, dice);
        agenda.End(at + lasts, next.Party, next.Member, decision.Lease, source, outcome);
    }

    private void End(SimulationEvent next, Lease lease, long at, Moment now, Agenda agenda, Dice dice)
    {
        Admission.Report(next.Source, next.Outcome, now);
        Admission.Release(lease);
        if (next.Outcome == LoginOutcome.Success)
            next.Party.Tally.Successes++;
        next.Party.Decided(next.Member, next.Outcome, at, agenda, dice);
    }
}
