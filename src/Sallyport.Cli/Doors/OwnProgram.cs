namespace Sallyport.Cli.Doors;

/// <summary>This very command, run again as a child: what it tries may crash or block, and leaves nothing behind.</summary>
internal static class OwnProgram
{
    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "sallyport") is var beside && File.Exists(beside)
        ? beside
        : Environment.ProcessPath ?? "/usr/bin/sallyport";

    public static Task<ToolResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancel) => Tool.RunAsync(Path, arguments, cancel);
}
