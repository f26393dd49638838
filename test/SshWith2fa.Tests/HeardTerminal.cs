using SshWith2fa.Terminal;

namespace SshWith2fa.Tests;

/// <summary>Keeps what was said and printed; answers every question with one word.</summary>
internal sealed class HeardTerminal(string? answer = null) : ITerminal
{
    public List<string> Printed { get; } = [];

    public List<string> Said { get; } = [];

    public void Print(string text) => Printed.Add(text);

    public void Say(string text) => Said.Add(text);

    public string? Ask(string question) => answer;
}
