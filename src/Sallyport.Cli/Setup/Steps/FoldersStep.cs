using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The folders of the site, each with its owner and mode.</summary>
internal sealed class FoldersStep(SetupContext context) : ISetupStep
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OfTheGroup = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode OfAll = OfTheGroup | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public string Name => "folders";

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>([.. Wanted().Where(IsMissing).Select(folder => $"create the folder {folder.Path}")]);

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        foreach (var folder in Wanted().Where(IsMissing))
        {
            note(folder.Path);
            Directory.CreateDirectory(folder.Path);
            File.SetUnixFileMode(folder.Path, folder.Mode);
            await context.Accounts.OwnAsync(folder.Path, folder.User, folder.Group, cancel);
        }
    }

    /// <summary>What the programs of the site wrote into their folders goes with them; /etc keeps what others put there.</summary>
    public Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        foreach (var path in noted.Reverse().Where(Directory.Exists))
        {
            var ofThePrograms = path != context.Paths.SecretFolder && path != Path.GetDirectoryName(context.Paths.Configuration);
            if (ofThePrograms || !Directory.EnumerateFileSystemEntries(path).Any())
                Directory.Delete(path, recursive: ofThePrograms);
        }

        return Task.CompletedTask;
    }

    private IEnumerable<Folder> Wanted()
    {
        var paths = context.Paths;
        yield return new Folder(Path.GetDirectoryName(paths.Configuration)!, OfAll, "root", "root");
        yield return new Folder(paths.SecretFolder, OfTheGroup, "root", AccountsStep.Authority);
        yield return new Folder(paths.State, Private, AccountsStep.Authority, AccountsStep.Authority);
        if (context.Answers.Gate)
        {
            yield return new Folder(paths.GateState, Private, AccountsStep.Gate, AccountsStep.Gate);
            yield return new Folder(paths.GateRuntime, OfTheGroup, AccountsStep.Gate, AccountsStep.Gate);
        }

        // systemd makes it for the unit.
        if (!context.Services.AreKept)
            yield return new Folder(paths.Runtime, OfAll, AccountsStep.Authority, AccountsStep.Authority);
    }

    private static bool IsMissing(Folder folder) => !Directory.Exists(folder.Path);

    private sealed record Folder(string Path, UnixFileMode Mode, string User, string Group);
}
