namespace EndToEnd.Machine;

/// <summary>A copy of the command where every user can reach it: a checkout may lie in a private folder.</summary>
internal sealed class ReachableProgram : IDisposable
{
    private readonly DirectoryInfo folder;

    public ReachableProgram()
        : this(System.IO.Path.GetTempPath())
    {
    }

    /// <param name="parent">The folder to make it in. sshd and PAM run no program below one that others may write to.</param>
    public ReachableProgram(string parent)
    {
        folder = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"sallyport-program-{Guid.NewGuid():N}"));
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
            File.Copy(file, System.IO.Path.Combine(folder.FullName, System.IO.Path.GetFileName(file)));
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
    }

    public string Path => System.IO.Path.Combine(folder.FullName, "sallyport");

    public void Dispose() => folder.Delete(recursive: true);
}
