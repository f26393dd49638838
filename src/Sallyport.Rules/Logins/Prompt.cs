using System.Collections.Immutable;
using Sallyport.Rules.Factors;

namespace Sallyport.Rules.Logins;

/// <summary>One line that names the code that is wanted, ending in a colon and a space.</summary>
/// <param name="Text">Plain text, well under 253 bytes (a RADIUS Reply-Message).</param>
/// <param name="Expected">The kind of code; recovery and bypass codes are taken as well, always.</param>
public sealed record Prompt(string Text, FactorKind Expected)
{
    /// <summary>What may be chosen in place of a code.</summary>
    public ImmutableArray<MenuLine> Menu { get; init; } = ImmutableArray<MenuLine>.Empty;

    /// <summary>The prompt with its menu, a line for each, as Duo clients show it.</summary>
    public string Lines => Menu.IsEmpty
        ? Text
        : $"Choose how to approve this login, or type a code:\n\n{string.Concat(Menu.Select(m => $" {m.Option}. {m.Label}\n"))}\n{Ending} or option ({Options}): ";

    /// <summary>The prompt with its menu in one line, as RADIUS clients show it.</summary>
    public string Line => Menu.IsEmpty ? Text : $"{Ending}, or {string.Join(", ", Menu.Select(m => $"{m.Option} {m.Word}"))}: ";

    public Prompt AfterWrongCode() => this with { Text = "That code is wrong or has already been used. " + Text };

    private string Ending => Text.TrimEnd(':', ' ');

    private string Options => Menu.Length == 1 ? "1" : $"1-{Menu.Length}";
}
