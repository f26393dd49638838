namespace Sallyport.Cli.Terminal;

/// <summary>
/// A QR code as the present output shows it: black on white by escape sequences, also through a pipe, which may end at a dark terminal or a
/// light one. Characters alone (NO_COLOR, or a terminal without colours) are right on light ones only.
/// </summary>
internal static class QrOnScreen
{
    /// <summary>The line with the prompt below the code.</summary>
    private const int PromptRows = 1;

    private const int NoLimit = 1000;

    /// <summary>Writes it as the last thing before a prompt.</summary>
    public static void Write(TextWriter output, string text)
    {
        var (columns, rows) = Window();
        var code = QrCode.Of(text);
        Write(
            output,
            code.Draw(Style(), columns, rows) ??
            [
                $"(The QR code needs a window of {code.LeastColumns} columns and {code.LeastRows + PromptRows} rows, and this one has {columns} and {rows + PromptRows}. Make it larger and start again,",
                "write the code to a file with --png FILE or --pdf FILE, enrol in the portal (sallyport portal link), or type the key.)",
            ]);
    }

    /// <summary>The same below lines that should stay in sight, which they do where the code is small enough.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="text">What the code says.</param>
    /// <param name="above">How many lines stand above it.</param>
    /// <param name="tooSmall">The sentence in place of a code that the window has no room for.</param>
    public static void Write(TextWriter output, string text, int above, string tooSmall)
    {
        var (columns, rows) = Window();
        var code = QrCode.Of(text);
        Write(output, code.Draw(Style(), columns, rows - above) ?? code.Draw(Style(), columns, rows) ?? [tooSmall]);
    }

    private static void Write(TextWriter output, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            output.WriteLine(line);
    }

    private static (int Columns, int Rows) Window() =>
        Console.IsOutputRedirected ? (NoLimit, NoLimit) : (Console.WindowWidth, Console.WindowHeight - PromptRows);

    private static QrStyle Style() =>
        Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || (!Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is "dumb") ? QrStyle.DarkOnLight : QrStyle.Colour;
}
