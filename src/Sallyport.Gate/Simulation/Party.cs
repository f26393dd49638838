using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>
/// Those in a scenario who behave alike. A party says when its members try, how long their connections last and what becomes of them;
/// whether they get in is the admission's to say.
/// </summary>
internal abstract class Party(string name)
{
    public string Name { get; } = name;

    public Tally Tally { get; } = new();

    /// <summary>The members of the party that count as sources or people in the report.</summary>
    public abstract int Members { get; }

    /// <summary>Enters the first tries, and makes known to the gate whom it knows already.</summary>
    public abstract void Begin(Agenda agenda, AdmissionControl admission, Moment start, long length, Dice dice);

    /// <summary>Where the member comes from this time.</summary>
    public abstract SourceAddress Source(int member, Dice dice);

    /// <summary>How long the connection takes until its login is decided, and how it is decided.</summary>
    public abstract (long Lasts, LoginOutcome Outcome) Attempt(int member, Dice dice);

    /// <summary>It was refused, or its login has been decided: what next?</summary>
    public abstract void Refused(int member, AdmissionDecision decision, long at, Agenda agenda, Dice dice);

    /// <summary>Its login has been decided.</summary>
    public abstract void Decided(int member, LoginOutcome outcome, long at, Agenda agenda, Dice dice);

    /// <summary>Virtual time is over.</summary>
    public virtual void Finish(long at)
    {
    }
}
