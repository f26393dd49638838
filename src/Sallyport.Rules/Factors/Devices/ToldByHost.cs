using System.Collections.Immutable;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>What the asking host says about a login, for the person to read on the device. Nothing is decided by it. Visible characters only.</summary>
/// <param name="Type">What kind of request it is: <c>VPN login</c>.</param>
/// <param name="DisplayName">What the host calls the person.</param>
/// <param name="Facts">Whatever else, named by the host; at most <see cref="MostFacts"/>.</param>
public sealed record ToldByHost(string? Type, string? DisplayName, ImmutableArray<ToldFact> Facts)
{
    public const int MostFacts = 8;

    /// <summary>The longest of its texts.</summary>
    public const int MostText = 100;

    public static ToldByHost Nothing { get; } = new(null, null, []);

    public bool IsNothing => Type is null && DisplayName is null && Facts.IsEmpty;
}

/// <summary>A name and a value, as the host chose both.</summary>
public sealed record ToldFact(string Name, string Value);
