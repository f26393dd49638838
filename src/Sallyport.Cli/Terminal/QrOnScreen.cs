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
        var (columns, rows) = Console.IsOutputRedirected ? (NoLimit, NoLimit) : (Console.WindowWidth, Console.WindowHeight - PromptRows);
        var code = QrCode.Of(text);
        if (code.Draw(Style(), columns, rows) is not { } lines)
        {
            output.WriteLine($"(The QR code needs a window of {code.LeastColumns} columns and {code.LeastRows + PromptRows} rows, and this one has {columns} and {rows + PromptRows}. Make it larger and start again,");
            output.WriteLine("write the code into a picture with --png FILE, enrol in the portal (sallyport portal link), or type the key.)");
            return;
        }

        foreach (var line in lines)
            output.WriteLine(line);
    }

    private static QrStyle Style() =>
        Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || (!Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is "dumb") ? QrStyle.DarkOnLight : QrStyle.Colour;
}
