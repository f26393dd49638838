using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>systemctl.</summary>
internal static class Systemctl
{
    private const string Program = "/usr/bin/systemctl";

    /// <exception cref="IOException">It failed.</exception>
    public static async Task MustAsync(CancellationToken cancel, params IReadOnlyList<string> arguments)
    {
        var run = await Tool.RunAsync(Program, arguments, cancel);
        if (!run.Succeeded)
            throw new IOException($"systemctl {string.Join(' ', arguments)} failed: {run.Error.Trim().ReplaceLineEndings(" ")}");
    }

    public static Task<bool> IsActiveAsync(string unit, CancellationToken cancel) => SaysYesAsync("is-active", unit, cancel);

    public static Task<bool> IsEnabledAsync(string unit, CancellationToken cancel) => SaysYesAsync("is-enabled", unit, cancel);

    /// <summary>A property of a unit, one value a line.</summary>
    public static async Task<IReadOnlyList<string>> PropertyAsync(string unit, string property, CancellationToken cancel) =>
        (await Tool.RunAsync(Program, ["show", "--value", "--property", property, unit], cancel)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task<bool> SaysYesAsync(string question, string unit, CancellationToken cancel) =>
        (await Tool.RunAsync(Program, [question, "--quiet", unit], cancel)).Succeeded;
}
