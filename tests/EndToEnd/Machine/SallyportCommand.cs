namespace EndToEnd.Machine;

/// <summary>The command as built.</summary>
internal static class SallyportCommand
{
    public static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "sallyport");

    public static Task<Run> RunAsync(params IReadOnlyList<string> arguments) => Run.OfAsync(Path, arguments);

    /// <summary>Must succeed; returns what it printed.</summary>
    public static Task<string> MustAsync(params IReadOnlyList<string> arguments) => Run.MustAsync(Path, arguments);
}
