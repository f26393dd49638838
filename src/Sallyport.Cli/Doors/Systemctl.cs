namespace Sallyport.Cli.Doors;

/// <summary>systemctl.</summary>
internal static class Systemctl
{
    private const string Program = "/usr/bin/systemctl";

    /// <exception cref="IOException">It cannot be started.</exception>
    public static Task<ToolResult> RunAsync(CancellationToken cancel, params IReadOnlyList<string> arguments) => Tool.RunAsync(Program, arguments, cancel);

    /// <exception cref="IOException">It failed.</exception>
    public static async Task MustAsync(CancellationToken cancel, params IReadOnlyList<string> arguments)
    {
        var run = await RunAsync(cancel, arguments);
        if (!run.Succeeded)
            throw new IOException($"systemctl {string.Join(' ', arguments)} failed: {run.Error.Trim().ReplaceLineEndings(" ")}");
    }

    public static Task<bool> IsActiveAsync(string unit, CancellationToken cancel) => SaysYesAsync("is-active", unit, cancel);

    public static Task<bool> IsEnabledAsync(string unit, CancellationToken cancel) => SaysYesAsync("is-enabled", unit, cancel);

    /// <summary>A property of a unit, one value a line.</summary>
    public static async Task<IReadOnlyList<string>> PropertyAsync(string unit, string property, CancellationToken cancel) =>
        (await RunAsync(cancel, "show", "--value", "--property", property, unit)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<bool> SaysYesAsync(string question, string unit, CancellationToken cancel) =>
        (await RunAsync(cancel, question, "--quiet", unit)).Succeeded;
}
