using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>How a run of guesses goes. Times in virtual milliseconds.</summary>
/// <param name="Sources">Machines that guess.</param>
/// <param name="Addresses">Where they come from.</param>
/// <param name="Every">From one try of a machine to its next.</param>
/// <param name="Lasts">A connection that was let in, until its guess is refused.</param>
/// <param name="Outcome">What the guess turns out to be.</param>
/// <param name="Hops">Whether a machine comes from another address each time.</param>
/// <param name="Active">When in the run they guess.</param>
internal sealed record GuessPlan(
    int Sources, AddressPool Addresses, Span Every, Span Lasts, LoginOutcome Outcome, Hopping Hops, Span Active);

internal enum Hopping
{
    Never,
    EachTry,
}

/// <summary>
/// Machines that guess at their own pace, whatever they are told: a connection refused is a try lost, a connection let in is a guess.
/// </summary>
internal sealed class Guessers(string name, GuessPlan plan) : Party(name)
{
    private long hops;

    public override int Members => plan.Sources;

    public GuessPlan Plan => plan;

    public override void Begin(Agenda agenda, AdmissionControl admission, Moment start, long length, Dice dice)
    {
        // The machines begin somewhere within their first interval, or a botnet would come as one wave.
        for (var i = 0; i < plan.Sources; i++)
        {
            var at = plan.Active.Least + (plan.Sources == 1 ? 0 : dice.Below(Math.Max(1, plan.Every.Most)));
            if (at < plan.Active.Most)
                agenda.Try(at, this, i);
        }
    }

    public override SourceAddress Source(int member, Dice dice) => plan.Addresses[plan.Hops == Hopping.EachTry ? hops++ : member];

    public override (long Lasts, LoginOutcome Outcome) Attempt(int member, Dice dice) => (dice.In(plan.Lasts), plan.Outcome);

    public override void Refused(int member, AdmissionDecision decision, long at, Agenda agenda, Dice dice) => Next(member, at, agenda, dice);

    public override void Decided(int member, LoginOutcome outcome, long at, Agenda agenda, Dice dice) => Next(member, at, agenda, dice);

    private void Next(int member, long at, Agenda agenda, Dice dice)
    {
        var next = at + Math.Max(1, dice.In(plan.Every));
        if (next < plan.Active.Most)
            agenda.Try(next, this, member);
    }
}
