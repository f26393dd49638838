using System.Collections.Immutable;
using Sallyport.Rules.Audit;

namespace Sallyport.Rules.People;

/// <summary>What a request to change a person leads to: the new state with its audit events, or why not.</summary>
public abstract record PersonChange
{
    private PersonChange()
    {
    }

    public sealed record Done(Person Next, ImmutableArray<AuditEvent> Events) : PersonChange;

    /// <param name="Reason">A lower-case sentence without a full stop: what is wrong and what to do next.</param>
    public sealed record Refused(string Reason) : PersonChange
    {
        /// <summary>What is to be stored nevertheless: a wrong answer is counted.</summary>
        public Done? Counted { get; init; }
    }
}
