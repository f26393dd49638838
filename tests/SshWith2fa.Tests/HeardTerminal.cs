using SshWith2fa.Terminal;

namespace SshWith2fa.Tests;

/// <summary>Keeps what was said, printed and asked; answers the questions one after the other, the last answer for all that follow.</summary>
internal sealed class HeardTerminal(params string?[] answers) : ITerminal
{
    public List<string> Asked { get; } = [];

    public List<string> Printed { get; } = [];

    public List<string> Said { get; } = [];

    public void Print(string text) => Printed.Add(text);

    /// <summary>Called for each line that is said.</summary>
    public Action<string> OnSay { get; set; } = _ => { };

    public void Say(string text)
    {
        lock (Said) Said.Add(text);
        OnSay(text);
    }

    public string? Ask(string question)
    {
        Asked.Add(question);
        return answers.Length == 0 ? null : answers[Math.Min(Asked.Count, answers.Length) - 1];
    }

    public string? AskPerson(string question) => Ask(question);
}
