using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Talking;

/// <summary>Asks the person at the terminal.</summary>
internal static class Ask
{
    /// <summary>A line, shown as it is typed.</summary>
    public static async Task<string> LineAsync(string prompt, Call call)
    {
        await call.Error.WriteAsync(prompt);
        await call.Error.FlushAsync(call.Cancel);
        return await Console.In.ReadLineAsync(call.Cancel) ?? throw new CommandFailure(ExitCode.Usage, "no input; give the answer as an argument, or run this in a terminal");
    }

    /// <summary>A line that is not shown; from a pipe it is read as it comes.</summary>
    public static async Task<string> HiddenLineAsync(string prompt, Call call)
    {
        if (Console.IsInputRedirected)
            return await LineAsync(prompt, call);

        await call.Error.WriteAsync(prompt);
        var typed = HiddenLine.Read();
        await call.Error.WriteLineAsync();
        return typed;
    }
}
