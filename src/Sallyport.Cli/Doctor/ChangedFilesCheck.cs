namespace Sallyport.Cli.Doctor;

/// <summary>The files are as the installer wrote them.</summary>
internal static class ChangedFilesCheck
{
    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        foreach (var path in Changed(door))
        {
            yield return Path.Exists(path)
                ? Finding.Note(door.Name + ": files", $"{path} was edited since it was installed", "nothing, if this is intended; a new installation saves a copy and writes its own")
                : Finding.Wrong(door.Name + ": files", $"{path} is gone", "install again: " + door.Again);
        }
    }

    /// <summary>A user who may not read the secrets sees the rest.</summary>
    private static IReadOnlyList<string> Changed(InstalledDoor door)
    {
        try
        {
            return door.Record.Changed();
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
