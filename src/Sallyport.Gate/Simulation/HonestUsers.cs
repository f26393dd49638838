using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>How honest people log in. Times in virtual milliseconds.</summary>
/// <param name="People">How many, each from an address of their own.</param>
/// <param name="Addresses">Where they come from.</param>
/// <param name="LoginsPerDay">Of one person, at any time of the day.</param>
/// <param name="Lasts">From the connection to the right answers.</param>
/// <param name="MistakesPercent">Logins that go wrong once, by a mistyped code, and are tried again.</param>
/// <param name="Patience">How long somebody goes on trying before they give up.</param>
/// <param name="Acquaintance">Whether they have logged in from there within the last 30 days.</param>
internal sealed record HonestPlan(
    int People, AddressPool Addresses, double LoginsPerDay, Span Lasts, int MistakesPercent, long Patience, Acquaintance Acquaintance);

internal enum Acquaintance
{
    Known,
    Strangers,
}

/// <summary>People who want a session: they read when to come again, wait that long and try again until their patience ends.</summary>
internal sealed class HonestUsers(string name, HonestPlan plan) : Party(name)
{
    private const long Day = 24 * Moment.HourLength, ShortestWait = 5000;

    private readonly long[] wantedSince = [.. Enumerable.Repeat(-1L, plan.People)];
    private readonly bool[] mistaken = new bool[plan.People];
    private readonly List<long> waits = [];

    public override int Members => plan.People;

    public HonestPlan Plan => plan;

    /// <summary>Sessions that somebody wanted.</summary>
    public long Wanted { get; private set; }

    /// <summary>Sessions that began without a refusal.</summary>
    public long AtOnce { get; private set; }

    /// <summary>Sessions given up.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Milliseconds that those who were refused, and came in later, lost by it; shortest first.</summary>
    public IReadOnlyList<long> Waits => waits;

    public override void Begin(Agenda agenda, AdmissionControl admission, Moment start, long length, Dice dice)
    {
        for (var i = 0; i < plan.People; i++)
        {
            if (plan.Acquaintance == Acquaintance.Known)
                admission.Report(Source(i, dice), LoginOutcome.Success, start);
            WantNext(i, 0, agenda, dice);
        }
    }

    public override SourceAddress Source(int member, Dice dice) => plan.Addresses[member];

    public override (long Lasts, LoginOutcome Outcome) Attempt(int member, Dice dice)
    {
        var slips = !mistaken[member] && dice.InPercent(plan.MistakesPercent);
        mistaken[member] = slips;
        return (dice.In(plan.Lasts), slips ? LoginOutcome.WrongCode : LoginOutcome.Success);
    }

    public override void Refused(int member, AdmissionDecision decision, long at, Agenda agenda, Dice dice)
    {
        var since = wantedSince[member] = Since(member, at);
        refusedOnce[member] = true;
        var next = at + Math.Max(ShortestWait, (long)decision.RetryAfter.TotalMilliseconds) + dice.Below(2000);
        if (next - since <= plan.Patience)
        {
            agenda.Try(next, this, member);
            return;
        }

        GivenUp++;
        Over(member, at, agenda, dice);
    }

    public override void Decided(int member, LoginOutcome outcome, long at, Agenda agenda, Dice dice)
    {
        if (outcome != LoginOutcome.Success)
        {
            wantedSince[member] = Since(member, at);
            agenda.Try(at + 3000, this, member);
            return;
        }

        if (refusedOnce[member])
            waits.Add(at - wantedSince[member]);
        else
            AtOnce++;
        Over(member, at, agenda, dice);
    }

    public override void Finish(long at) => waits.Sort();

    private readonly bool[] refusedOnce = new bool[plan.People];

    private long Since(int member, long at) => wantedSince[member] < 0 ? at : wantedSince[member];

    private void Over(int member, long at, Agenda agenda, Dice dice)
    {
        Wanted++;
        (wantedSince[member], refusedOnce[member], mistaken[member]) = (-1, false, false);
        WantNext(member, at, agenda, dice);
    }

    private void WantNext(int member, long at, Agenda agenda, Dice dice) => agenda.Try(at + dice.Wait(Day / plan.LoginsPerDay), this, member);
}
