using SshWith2fa.Terminal;

namespace SshWith2fa.Tests;

/// <summary>Keeps what was said, printed and asked; answers the questions one after the other, the last answer for all that follow.</summary>
internal sealed class HeardTerminal(params string?[] answers) : ITerminal
{
    public List<string> Asked { get; } = [];

    public List<string> Printed { get; } = [];

    public List<string> Said { get; } = [];

    public void Print(string text) => Printed.Add(text);

    public void Say(string text) => Said.Add(text);

    public string? Ask(string question)
    {
        Asked.Add(question);
        return answers.Length == 0 ? null : answers[Math.Min(Asked.Count, answers.Length) - 1];
    }

    public string? AskPerson(string question) => Ask(question);
}
