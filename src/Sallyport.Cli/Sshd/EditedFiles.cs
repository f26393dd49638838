using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Sshd;

/// <summary>What somebody changed in files of ours is kept before it is overwritten or taken away.</summary>
internal static class EditedFiles
{
    /// <summary>Copies them, and says where.</summary>
    public static async Task<IReadOnlyList<string>> KeepAsync(DoorPaths paths, DoorRecord? record, CancellationToken cancel)
    {
        var told = new List<string>();
        foreach (var path in record?.Changed() ?? [])
        {
            if (WantedFile.FingerprintOf(path) is null)
                continue;
            var folder = Directory.CreateDirectory(Folder(paths)).FullName;
            var copy = Path.Combine(folder, $"{Directory.GetFileSystemEntries(folder).Length + 1}-{Path.GetFileName(path)}");
            await SavedFiles.CopyAsync(path, copy, cancel);
            told.Add($"{path} was edited since then; the edited file was saved as {copy}");
        }

        return told;
    }

    public static string Folder(DoorPaths paths) => Path.Combine(paths.State, "edited");
}
