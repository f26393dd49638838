using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>The database as a whole: <c>/v1/backup</c>, <c>/v1/key/rotate</c>.</summary>
internal sealed class StoreEndpoints(IUpkeep store, AuthorityOptions options)
{
    /// <summary>A copy of the database as of now, streamed: the caller writes the file, with the caller's rights.</summary>
    public async Task<IResult> Backup(Caller caller, CancellationToken cancel)
    {
        var copy = Path.Combine(options.StateFolder, $"backup-{Guid.NewGuid():N}.tmp");
        await store.BackupAsync(copy, cancel);
        var stream = new FileStream(copy, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        return Results.File(stream, "application/vnd.sqlite3");
    }

    public async Task<IResult> RotateKey(Caller caller, CancellationToken cancel)
    {
        await store.RotateKeyAsync(caller.Actor, cancel);
        return Answers.Done();
    }
}
