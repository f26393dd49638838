using Sallyport.Authority.Duo.Wire;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>A prompt as a client is given it.</summary>
/// <param name="Text">The whole of what the person sees.</param>
/// <param name="Factors">What a typed option stands for, and as <c>default</c> what a client chooses that cannot ask: the first device
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

    /// <summary>For a client that shows nothing but the prompt: the number stands in it.</summary>
    public static DuoMenu WithNumber(Prompt prompt, LoginAttempt attempt, PromptNumbers numbers)
    {
        if (prompt.Menu.All(line => line.Choice.Way == FactorKind.Sms))
            return Of(prompt);

        var (number, token) = numbers.Offer(attempt);
        var shown = prompt with
        {
            Menu = [.. prompt.Menu.Select(line => line.Choice.Way == FactorKind.Sms ? line : line with { Label = $"{line.Label}: enter {number.Reveal()} there" })],
        };
        var factors = Of(prompt).Factors;
        foreach (var line in prompt.Menu.Where(line => line.Choice.Way != FactorKind.Sms))
            factors[factors.FindIndex(pair => pair.Key == $"{line.Option}")] = new($"{line.Option}", PromptNumbers.Word(line.Word, token));
        return new(shown.Lines, factors);
    }
}
