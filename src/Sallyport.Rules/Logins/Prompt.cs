using Sallyport.Rules.Factors;

namespace Sallyport.Rules.Logins;

/// <summary>One line that names the code that is wanted, ending in a colon and a space.</summary>
/// <param name="Text">Plain text, well under 253 bytes (a RADIUS Reply-Message).</param>
/// <param name="Expected">The kind of code; recovery and bypass codes are taken as well, always.</param>
public sealed record Prompt(string Text, FactorKind Expected)
{
    public Prompt AfterWrongCode() => this with { Text = "That code is wrong or was used. " + Text };
}
