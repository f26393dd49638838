namespace SshWith2fa.Terminal;

/// <summary>The two streams people read. Control characters in what is said become "?": names come from command lines and networks.</summary>
internal interface ITerminal
{
    /// <summary>A result, on standard output.</summary>
    void Print(string text);

    /// <summary>A message about what happens, on standard error.</summary>
    void Say(string text);

    /// <summary>Asks a question on standard error and reads one line; null at the end of input.</summary>
    string? Ask(string question);

    /// <summary>As <see cref="Ask"/>, but of the person at the terminal even where standard input is redirected: it may be data.</summary>
    string? AskPerson(string question);
}

internal static class Printable
{
    /// <summary>The text with control characters, escapes included, made harmless; newline and tab stay.</summary>
    public static string Of(string text)
    {
        foreach (var c in text)
            if (IsControl(c))
                return Clean(text);
        return text;
    }

    private static string Clean(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = IsControl(from[i]) ? '?' : from[i];
    });

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
