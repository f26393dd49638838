using System.Diagnostics;

namespace EndToEnd.Machine;

/// <summary>How a program ended and what it printed.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static Task<Run> OfAsync(string program, params IReadOnlyList<string> arguments) =>
        OfAsync(program, arguments, new Dictionary<string, string>(), "");

    /// <summary>Runs a program to its end; kills it after four minutes, which is long for a busy machine.</summary>
    public static async Task<Run> OfAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string input)
    {
        using var process = Start(program, arguments, environment);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            try
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading everything.
            }

            await process.WaitForExitAsync(patience.Token);
            return new Run(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>For a program that runs on: the caller's to end.</summary>
    public static Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>For what prepares a test: anything but success ends it, with what was printed.</summary>
    public static async Task<string> MustAsync(string program, params IReadOnlyList<string> arguments)
    {
        var run = await OfAsync(program, arguments);
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {run}");
    }
}
