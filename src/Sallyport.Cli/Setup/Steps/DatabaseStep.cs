using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The database and the key that seals it. One that is there is taken as it is.</summary>
internal sealed class DatabaseStep(SetupContext context) : ISetupStep
{
    public string Name => "database";

    public Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel)
    {
        var state = context.Paths.State;
        return Task.FromResult<IReadOnlyList<string>>(!File.Exists(context.Paths.Database) && Directory.Exists(state) && Directory.EnumerateFileSystemEntries(state).Any()
            ? [$"{state} has files but no database: perhaps they belong to an earlier site; move them away"]
            : []);
    }

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>(File.Exists(context.Paths.Database) ? [] : [$"create the database in {context.Paths.State}, and the key that encrypts it"]);

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        note(context.Paths.State);
        await context.Services.MakeDatabaseAsync(cancel);
    }

    public Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        foreach (var entry in noted.Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries))
        {
            if (Directory.Exists(entry))
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        }

        return Task.CompletedTask;
    }
}
