using Sallyport.Authority.Duo.Wire;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>A prompt as a client is given it.</summary>
/// <param name="Text">The whole of what the person sees.</param>
/// <param name="Factors">What a typed option means and, as <c>default</c>, what a client that cannot ask chooses: the first device
/// for a push or a call. A message is never sent unasked: its passcode needs a prompt.</param>
internal sealed record DuoMenu(string Text, DuoDocument Factors)
{
    /// <summary>For a client that shows texts while it waits.</summary>
    public static DuoMenu Of(Prompt prompt)
    {
        var unasked = prompt.Menu.FirstOrDefault(line => line.Choice.Way != FactorKind.Sms);
        var factors = new DuoDocument { { "default", unasked?.Word ?? DuoLogins.NoFactor } };
        foreach (var line in prompt.Menu)
            factors.Add($"{line.Option}", line.Word);
        return new(prompt.Lines, factors);
    }

    /// <summary>For a client that shows nothing but the prompt: the number is in it.</summary>
    public static DuoMenu WithNumber(Prompt prompt, LoginAttempt attempt, PromptNumbers numbers)
    {
        if (prompt.Menu.All(line => line.Choice.Way == FactorKind.Sms))
            return Of(prompt);

        var (number, token) = numbers.Offer(attempt);
        var shown = prompt with
        {
            Menu = [.. prompt.Menu.Select(line => line.Choice.Way == FactorKind.Sms ? line : line with { Label = $"{line.Label}: enter {number.Reveal()} there" })],
        };
        var factors = new DuoDocument { Of(prompt).Factors[0] };
        foreach (var line in prompt.Menu)
        {
            factors.Add($"{line.Option}", line.Choice.Way == FactorKind.Sms ? line.Word : PromptNumbers.Word(line.Word, token));
            if (line.Choice.Way != FactorKind.Sms)
                AddTyped(factors, line, token);
        }
        return new(shown.Lines, factors);
    }

    /// <summary>
    /// The client looks up what was typed among the factors, and sends what it finds. What it chooses unasked (autopush) it takes from <c>default</c>
    /// and does not look up. So a typed <c>push</c> comes back with the token, and only from somebody who was shown the number.
    /// </summary>
    private static void AddTyped(DuoDocument factors, MenuLine line, string token)
    {
        foreach (var word in (ReadOnlySpan<string>)[line.Word, (line.Choice with { Device = null }).Word])
        {
            foreach (var typed in (ReadOnlySpan<string>)[word, word.ToUpperInvariant(), char.ToUpperInvariant(word[0]) + word[1..]])
            {
                if (factors.Find(typed) is null)
                    factors.Add(typed, PromptNumbers.Word(word, token));
            }
        }
    }
}
