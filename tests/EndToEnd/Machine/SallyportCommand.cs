namespace EndToEnd.Machine;

/// <summary>The command as built; a copy of it where the checkout lies in a folder that other users cannot enter, since parts of it run as others.</summary>
internal static class SallyportCommand
{
    public static readonly string Path = Reachable();

    public static Task<Run> RunAsync(params IReadOnlyList<string> arguments) => Run.OfAsync(Path, arguments);

    /// <summary>Must succeed; returns what it printed.</summary>
    public static Task<string> MustAsync(params IReadOnlyList<string> arguments) => Run.MustAsync(Path, arguments);

    private static string Reachable()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                continue;
            var copy = new ReachableProgram();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => copy.Dispose();
            return copy.Path;
        }

        return System.IO.Path.Combine(AppContext.BaseDirectory, "sallyport");
    }
}
