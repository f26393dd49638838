namespace Sallyport.Authority.Registered;

/// <summary>What a request to register a host or a network, or to take one off the list, came to.</summary>
internal abstract record Registration
{
    private Registration()
    {
    }

    public sealed record Done : Registration;

    /// <summary>The request cannot be understood: a sentence that says how it is written.</summary>
    public sealed record Malformed(string Error) : Registration;

    /// <summary>It is so already, or was never so.</summary>
    public sealed record Unchanged(string Error) : Registration;
}
