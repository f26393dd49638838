namespace Sallyport.Cli.Sshd.Files;

/// <summary>
/// A set of files replaced together. Everything is staged first; then the present state is kept and the new one renamed into
/// place. Until <see cref="Commit"/>, and after a crash in between, <see cref="RollBackAsync"/> puts back what was there.
/// </summary>
internal sealed class FileChange
{
    private readonly KeptFiles undo;

    private FileChange(KeptFiles undo) => this.undo = undo;

    /// <summary>A change that a crash left half done, or null.</summary>
    public static FileChange? Unfinished(string state)
    {
        var undo = KeptFiles.Open(Path.Combine(state, "undo"));
        return undo.Exists ? new FileChange(undo) : null;
    }

    /// <summary>Stages and replaces. When it throws, nothing has changed.</summary>
    public static async Task<FileChange> ApplyAsync(string state, IReadOnlyList<WantedFile> files, CancellationToken cancel)
    {
        var change = new FileChange(KeptFiles.Open(Path.Combine(state, "undo")));
        var staged = new Dictionary<WantedFile, string>();
        try
        {
            await change.undo.KeepAsync([.. files.Select(file => file.Path)], cancel);
            foreach (var file in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
                staged.Add(file, await file.StageAsync(cancel));
            }

            foreach (var (file, fresh) in staged)
                File.Move(fresh, file.Path, overwrite: true);
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
