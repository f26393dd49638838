using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Sshd;

/// <summary>Takes an outside sshd away and puts back what was there before, byte for byte.</summary>
/// <param name="services">Stops the door.</param>
/// <param name="duo">Where its Duo host is registered; null leaves that.</param>
internal sealed class SshdRemover(IServices services, IDuoRegistration? duo)
{
    public async Task<InstallOutcome> RemoveAsync(DoorPaths paths, CancellationToken cancel)
    {
        if (FileChange.Unfinished(paths.State) is { } unfinished)
            await unfinished.RollBackAsync(cancel);
        if (DoorRecord.Find(paths) is not { } record)
            return InstallOutcome.Refused($"there is no outside sshd {paths.Name}; see: sallyport sshd check");

        await services.StopAsync(paths, cancel);
        var told = new List<string>(await EditedFiles.KeepAsync(paths, record, cancel));
        var originals = SavedFiles.Open(Path.Combine(paths.State, "originals"));
        await originals.RestoreAsync(cancel);
        await services.ReloadAsync(cancel);

        File.Delete(DoorRecord.File(paths));
        originals.Forget();
        if (!Directory.Exists(EditedFiles.Folder(paths)))
            DoorRecord.Forget(paths);
        if (duo is not null && DuoFactorFiles.HasHost(record))
            told.Add(await DuoFactorFiles.RemoveHostAsync(duo, paths.Name, cancel));

        told.Add($"the outside sshd {paths.Name} was removed; the files that it had replaced are restored");
        return new InstallOutcome(ExitCode.Ok, told);
    }
}
