using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>
/// What a login gets, with the state and the audit events that must be durable before the answer leaves.
/// When <see cref="Next"/> is the person that was given, only the events (if any) are to be stored.
/// </summary>
public abstract record LoginDecision
{
    private LoginDecision(Person next, ImmutableArray<AuditEvent> events) => (Next, Events) = (next, events);

    public Person Next { get; }

    public ImmutableArray<AuditEvent> Events { get; }

    /// <summary>Whether the answer was the code of a login that has just gone on from the same network: refused, and nobody's mistake.</summary>
    public bool IsRepetitionOfRight => Events.Any(e => e is { Kind: AuditKind.AnswerRepeated, Detail: WrongAnswers.RightBefore });

    /// <summary>A code is wanted.</summary>
    public sealed record Ask : LoginDecision
    {
        internal Ask(Person next, ImmutableArray<AuditEvent> events, Prompt prompt)
            : base(next, events) => Prompt = prompt;

        public Prompt Prompt { get; }
    }

    /// <summary>The login may go on. Nothing else opens anything.</summary>
    public sealed record Allow : LoginDecision
    {
        internal Allow(Person next, ImmutableArray<AuditEvent> events, Approval approval)
            : base(next, events) => Approval = approval;

        public Approval Approval { get; }
    }

    /// <summary>The login waits for an answer on a device.</summary>
    public sealed record Wait : LoginDecision
    {
        internal Wait(Person next, ImmutableArray<AuditEvent> events, PendingPush push, ImmutableArray<Device> recipients, string text)
            : base(next, events) => (Push, Recipients, Text) = (push, recipients, text);

        public PendingPush Push { get; }

        /// <summary>Whom to tell now; none when it was sent before, or is nobody's.</summary>
        public ImmutableArray<Device> Recipients { get; }

        /// <summary>One line for the person, with the number.</summary>
        public string Text { get; }
    }

    /// <summary>Passcodes were sent by message. This answer opens nothing; the next may be one of them.</summary>
    public sealed record Sent : LoginDecision
    {
        internal Sent(Person next, ImmutableArray<AuditEvent> events, Device? recipient, Prompt prompt, string text)
            : base(next, events) => (Recipient, Prompt, Text) = (recipient, prompt, text);

        /// <summary>Who gets the message; null for a decoy's.</summary>
        public Device? Recipient { get; }

        /// <summary>What to ask next, where the conversation goes on.</summary>
        public Prompt Prompt { get; }

        /// <summary>One line for the person.</summary>
        public string Text { get; }
    }

    /// <summary>The login is refused.</summary>
    public sealed record Refuse : LoginDecision
    {
        internal Refuse(Person next, ImmutableArray<AuditEvent> events, LoginRefusal refusal, string text)
            : base(next, events) => (Refusal, Text) = (refusal, text);

        public LoginRefusal Refusal { get; }

        /// <summary>One line for the person: what is wrong and what to do next.</summary>
        public string Text { get; }
    }
}

/// <summary>Why a login is refused.</summary>
public enum LoginRefusal
{
    /// <summary>The tries of this connection are used up.</summary>
    WrongCode = 1,
    /// <summary>Too many wrong codes for this name from this network, or from everywhere.</summary>
    Closed = 2,
    /// <summary>No device can be asked in the way that was chosen.</summary>
    NoDevice = 3,
    /// <summary>The client cannot show the number, and the site wants it shown.</summary>
    NumberNotShown = 4,
    /// <summary>Too many pushes in an hour.</summary>
    PushLimit = 5,
    /// <summary>A push of another login waits already.</summary>
    PushWaits = 6,
    /// <summary>The push was replaced or withdrawn, or is another login's.</summary>
    PushGone = 7,
    /// <summary>Nobody answered in time.</summary>
    PushExpired = 8,
    /// <summary>The person said no.</summary>
    PushDenied = 9,
    /// <summary>Too many messages in an hour.</summary>
    MessageLimit = 10,
}
