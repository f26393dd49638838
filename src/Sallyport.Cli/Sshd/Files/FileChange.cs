namespace Sallyport.Cli.Sshd.Files;

/// <summary>
/// A set of files replaced together. Everything is staged first; then the present state is kept and the new one renamed into
/// place. Until <see cref="Commit"/>, and after a crash in between, <see cref="RollBackAsync"/> puts back what was there.
/// </summary>
internal sealed class FileChange
{
    private readonly SavedFiles undo;

    private FileChange(SavedFiles undo) => this.undo = undo;

    /// <summary>A change that a crash left half done, or null.</summary>
    public static FileChange? Unfinished(string state)
    {
        var unfinished = SavedFiles.Open(Path.Combine(state, "undo"));
        return unfinished.Exists ? new FileChange(unfinished) : null;
    }

    /// <summary>Stages and replaces, and puts back what is no longer needed. When it throws, nothing has changed.</summary>
    /// <param name="state">The folder that keeps the present state.</param>
    /// <param name="files">What is wanted.</param>
    /// <param name="originals">How everything looked before the first change.</param>
    /// <param name="givenBack">The paths that take their original state again.</param>
    /// <param name="cancel">Ends it, with nothing changed.</param>
    public static async Task<FileChange> ApplyAsync(
        string state, IReadOnlyList<WantedFile> files, SavedFiles originals, IReadOnlyCollection<string> givenBack, CancellationToken cancel)
    {
        var change = new FileChange(SavedFiles.Open(Path.Combine(state, "undo")));
        var staged = new Dictionary<WantedFile, string>();
        try
        {
            await change.undo.KeepAsync([.. files.Select(file => file.Path), .. givenBack], cancel);
            foreach (var file in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
                staged.Add(file, await file.StageAsync(cancel));
            }

            foreach (var (file, fresh) in staged)
                File.Move(fresh, file.Path, overwrite: true);
            await originals.RestoreAsync(givenBack, cancel);
            return change;
        }
        catch
        {
            foreach (var fresh in staged.Values)
                File.Delete(fresh);
            await change.RollBackAsync(CancellationToken.None);
            throw;
        }
    }

    public void Commit() => undo.Forget();

    public async Task RollBackAsync(CancellationToken cancel)
    {
        await undo.RestoreAsync(cancel);
        undo.Forget();
    }
}
