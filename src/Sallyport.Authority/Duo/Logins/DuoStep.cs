using Sallyport.Authority.Push;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>What an attempt to log in came to, in the words of this protocol.</summary>
/// <param name="Text">One line for the person.</param>
internal sealed record DuoOutcome(bool IsAllowed, string Text)
{
    /// <summary>The word of <c>/auth/v2</c> for it.</summary>
    public string Status { get; init; } = IsAllowed ? "allow" : "deny";
}

/// <summary>What a login starts with: a prompt, or an end at once.</summary>
internal abstract record DuoStart
{
    private DuoStart()
    {
    }

    public sealed record Asks(Prompt Prompt) : DuoStart;

    public sealed record Ends(DuoOutcome Outcome) : DuoStart;
}

/// <summary>What an answer leads to: an end at once, or a wait for a device.</summary>
internal abstract record DuoStep
{
    private DuoStep()
    {
    }

    public sealed record Ends(DuoOutcome Outcome) : DuoStep;

    public sealed record Waits(PushTicket Ticket) : DuoStep;
}
