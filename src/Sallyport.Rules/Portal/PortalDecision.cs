using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Portal;

/// <summary>What a request of a browser leads to. When <see cref="Next"/> is the person that was given, only the events (if any) are to be stored.</summary>
public abstract record PortalDecision
{
    private PortalDecision(Person next, ImmutableArray<AuditEvent> events) => (Next, Events) = (next, events);

    public Person Next { get; }

    public ImmutableArray<AuditEvent> Events { get; }

    /// <summary>The request is granted.</summary>
    public sealed record Granted : PortalDecision
    {
        internal Granted(Person next, ImmutableArray<AuditEvent> events)
            : base(next, events)
        {
        }
    }

    /// <summary>It is not.</summary>
    public sealed record Refused : PortalDecision
    {
        internal Refused(Person next, ImmutableArray<AuditEvent> events, PortalRefusal why, string text)
            : base(next, events) => (Why, Text) = (why, text);

        public PortalRefusal Why { get; }

        /// <summary>A sentence for the person: what is wrong and what to do next.</summary>
        public string Text { get; }
    }
}

/// <summary>Why the portal says no.</summary>
public enum PortalRefusal
{
    /// <summary>The link was used, replaced, is too old or was never one.</summary>
    LinkSpent = 1,
    WrongCode = 2,
    /// <summary>The guess budget is used up: no code is looked at.</summary>
    Closed = 3,
    /// <summary>Nobody of that name may use the portal: not registered, or locked.</summary>
    NoAccess = 4,
    /// <summary>The session has ended in the meantime.</summary>
    SignedOut = 5,
}
