using System.Collections.Immutable;

namespace Sallyport.Rules.Enforcing;

/// <summary>What the machine knows of a name, as far as a roll-out asks.</summary>
public abstract record Account
{
    private Account()
    {
    }

    /// <summary>The name is a UNIX account, or registered.</summary>
    /// <param name="Groups">Those of its groups that the roll-out names.</param>
    public sealed record Known(ImmutableArray<string> Groups) : Account
    {
        /// <summary>The name as the name service spells it; null when it knows none.</summary>
        public string? Name { get; init; }
    }

    /// <summary>There is no such account.</summary>
    public sealed record Nobody : Account;

    /// <summary>The machine's name service did not answer: a second factor is demanded.</summary>
    public sealed record Unanswered : Account;
}
