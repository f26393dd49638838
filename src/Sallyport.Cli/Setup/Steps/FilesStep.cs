using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>Files of ours. What stood there before is kept and comes back; what somebody edited since is not overwritten.</summary>
internal abstract class FilesStep(SetupContext context) : ISetupStep
{
    public abstract string Name { get; }

    protected SetupContext Context { get; } = context;

    private SavedFiles Originals => SavedFiles.Open(Path.Combine(Context.Paths.Own, Name + "-originals"));

    private SavedFiles BeforeTheRun => SavedFiles.Open(Path.Combine(Context.Paths.Own, Name + "-before"));

    public async Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel) =>
        [.. Wanted().Where(file => StateOf(file) == FileState.Foreign).Select(Refusal), .. await MoreObstaclesAsync(cancel)];

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>([.. Missing().Select(file => $"write {file.Path}{About(file)}")]);

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        await BeforeAsync(cancel);
        List<WantedFile> files = [.. Missing()];
        BeforeTheRun.Forget();
        await BeforeTheRun.KeepAsync([.. files.Select(file => file.Path)], cancel);
        await Originals.KeepAsync([.. files.Select(file => file.Path)], cancel);
        foreach (var file in files)
        {
            note($"{file.Fingerprint} {file.Path}");
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            File.Move(await file.StageAsync(cancel), file.Path, overwrite: true);
        }

        await AfterAsync(cancel);
    }

    public async Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        var kept = reach == UndoReach.Run ? BeforeTheRun : Originals;
        await kept.RestoreAsync(cancel);
        kept.Forget();
        await AfterUndoAsync(reach, cancel);
    }

    /// <summary>The files as they should be.</summary>
    protected abstract IReadOnlyList<WantedFile> Wanted();

    /// <summary>Whether a file that setup did not write may be replaced.</summary>
    protected abstract bool MayReplace(string path);

    protected virtual Task<IReadOnlyList<string>> MoreObstaclesAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>What to add to the sentence about a file.</summary>
    protected virtual string About(WantedFile file) => "";

    protected virtual Task BeforeAsync(CancellationToken cancel) => Task.CompletedTask;

    protected virtual Task AfterAsync(CancellationToken cancel) => Task.CompletedTask;

    protected virtual Task AfterUndoAsync(UndoReach reach, CancellationToken cancel) => Task.CompletedTask;

    private IEnumerable<WantedFile> Missing() => Wanted().Where(file => StateOf(file) == FileState.ToWrite);

    private FileState StateOf(WantedFile file)
    {
        var present = WantedFile.FingerprintOf(file.Path);
        if (present == file.Fingerprint)
            return FileState.AsWanted;
        var written = Context.Record.MadeBy(Name).LastOrDefault(noted => noted.EndsWith(" " + file.Path, StringComparison.Ordinal))?.Split(' ')[0];
        if (written is null)
            return present is null || MayReplace(file.Path) ? FileState.ToWrite : FileState.Foreign;
        if (present is null || present == written)
            return FileState.ToWrite;
        return written == file.Fingerprint ? FileState.AsWanted : FileState.Foreign; // edited since
    }

    private string Refusal(WantedFile file) => Context.Record.MadeBy(Name).Count == 0
        ? $"{file.Path} already has settings; setup does not overwrite them: move the file away, or install by hand (docs/operators/install.md)"
        : $"{file.Path} was edited after setup wrote it; make this change by hand, or move the file away";

    private enum FileState
    {
        AsWanted = 1,
        ToWrite,
        Foreign,
    }
}
