using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>One connection of the past: virtual milliseconds from the start, and what became of it.</summary>
internal sealed record PastTry(long At, SourceAddress Source, LoginOutcome Outcome);

/// <summary>Connections as a log has them, each tried once at its own time: what would these rules have done to them?</summary>
internal sealed class LogReplay(string name, LogContents log, Span lasts) : Party(name)
{
    private readonly IReadOnlyList<PastTry> tries = log.Tries;

    /// <summary>What was read, and what could not be.</summary>
    public LogContents Log => log;

    public override int Members { get; } = log.Tries.Select(t => t.Source).Distinct().Count();

    /// <summary>Successful logins in the log: those of honest people, as far as a log can tell.</summary>
    public long PastSuccesses { get; } = log.Tries.LongCount(t => t.Outcome == LoginOutcome.Success);

    public override void Begin(Agenda agenda, AdmissionControl admission, Moment start, long length, Dice dice)
    {
        for (var i = 0; i < tries.Count; i++)
            agenda.Try(tries[i].At, this, i);
    }

    public override SourceAddress Source(int member, Dice dice) => tries[member].Source;

    public override (long Lasts, LoginOutcome Outcome) Attempt(int member, Dice dice) => (dice.In(lasts), tries[member].Outcome);

    public override void Refused(int member, AdmissionDecision decision, long at, Agenda agenda, Dice dice)
    {
    }

    public override void Decided(int member, LoginOutcome outcome, long at, Agenda agenda, Dice dice)
    {
    }
}
