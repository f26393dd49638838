namespace Sallyport.Rules.Enforcing;

/// <summary>Whether a name must give a second factor now.</summary>
public abstract record Enforcement
{
    private Enforcement()
    {
    }

    /// <summary>Everybody must, as it is without a roll-out.</summary>
    public static readonly Enforcement Demanded = new Now();

    /// <summary>The name is asked for a code, with a factor or without.</summary>
    public sealed record Now : Enforcement;

    /// <summary>The name is asked when it has a factor; without one it goes on to the password.</summary>
    /// <param name="Notice">What to tell the person once in; null for a name that is nobody's.</param>
    public sealed record NotYet(string? Notice) : Enforcement
    {
        /// <summary>The day from which the name must give a factor; null when no day is set.</summary>
        public DateOnly? Until { get; init; }
    }
}
