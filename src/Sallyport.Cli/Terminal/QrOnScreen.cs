namespace Sallyport.Cli.Terminal;

/// <summary>A QR code as the present output shows it best: in colour on a terminal, as characters elsewhere.</summary>
internal static class QrOnScreen
{
    public static void Write(TextWriter output, string text)
    {
        var terminal = !Console.IsOutputRedirected;
        var (style, columns, rows) = terminal ? (QrStyle.Colour, Console.WindowWidth, Console.WindowHeight) : (QrStyle.DarkOnLight, 200, 200);
        if (QrCode.Of(text).Draw(style, columns, rows) is not { } lines)
        {
            output.WriteLine("(The window is too small for the QR code: make it larger and start again, or type the key below.)");
            return;
        }

        foreach (var line in lines)
            output.WriteLine(line);
    }
}
