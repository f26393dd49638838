using System.Net;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Logins;

/// <summary>One login: the user, the source and the host.</summary>
/// <param name="User">The person's name, at most 253 characters: as it arrived, until it is known whose it is.</param>
/// <param name="Source">The client's address; null when the host did not tell one that can be read.</param>
/// <param name="Host">The integration or RADIUS client that asks.</param>
public sealed record LoginAttempt(string User, IPAddress? Source, string Host)
{
    public SourceNetwork Network => SourceNetwork.Of(Source);

    /// <summary>The name as it arrived, where the person has another.</summary>
    public string? Typed { get; init; }

    /// <summary>Whether the password was right before: only then may the prompt tell one name from another.</summary>
    public LoginOrder Order { get; init; } = LoginOrder.CodeFirst;

    /// <summary>What is to be run, where the host told.</summary>
    public string? Command { get; init; }

    /// <summary>What else the host told, for the device to show.</summary>
    public ToldByHost Told { get; init; } = ToldByHost.Nothing;
}

/// <summary>What came before the second factor.</summary>
public enum LoginOrder
{
    /// <summary>Nothing: anybody may be asking.</summary>
    CodeFirst = 1,
    /// <summary>The password or key.</summary>
    CodeLast = 2,
}
