using System.Text.Json;
using System.Text.Json.Serialization;
using Sallyport.Authority.Machine;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Files;

/// <summary>
/// How some paths looked at a moment, kept in a folder: contents, modes, owners, times, links, and which were not there. The list
/// is written after the copies, durably and at once, so that it never names a copy that is not whole.
/// </summary>
internal sealed class SavedFiles
{
    private const string ListName = "list.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder;
    private SavedList list;

    private SavedFiles(string folder, SavedList list) => (this.folder, this.list) = (folder, list);

    public IEnumerable<string> Paths => list.Files.Select(file => file.Path);

    public bool Exists => File.Exists(Path.Combine(folder, ListName));

    public static SavedFiles Open(string folder)
    {
        var path = Path.Combine(folder, ListName);
        var kept = File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), SavedJson.Default.SavedList) : null;
        return new SavedFiles(folder, kept ?? new SavedList([], []));
    }

    /// <summary>Keeps the paths that are not kept yet.</summary>
    public async Task KeepAsync(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var missing = paths.Except(Paths, StringComparer.Ordinal).ToList();
        if (missing.Count == 0)
            return;
        var files = list.Files.ToList();
        foreach (var path in missing)
        {
            string? copy = null;
            if (WantedFile.FingerprintOf(path) is not null)
            {
                copy = $"{Guid.NewGuid():N}-{Path.GetFileName(path)}";
                await CopyAsync(path, Path.Combine(folder, copy), cancel);
            }

            files.Add(new SavedFile(path, copy));
        }

        var folders = paths.SelectMany(MissingFolders).Concat(list.Folders).Distinct(StringComparer.Ordinal);
        list = new SavedList(files, [.. folders]);
        WriteList();
    }

    /// <summary>Puts everything back as it was.</summary>
    public async Task RestoreAsync(CancellationToken cancel)
    {
        await RestoreAsync(list.Files, cancel);
        foreach (var made in list.Folders.OrderByDescending(path => path.Length))
        {
            if (Directory.Exists(made) && !Directory.EnumerateFileSystemEntries(made).Any())
                Directory.Delete(made);
        }
    }

    /// <summary>Puts some of the paths back as they were.</summary>
    public Task RestoreAsync(IReadOnlyCollection<string> paths, CancellationToken cancel) =>
        RestoreAsync(list.Files.Where(file => paths.Contains(file.Path, StringComparer.Ordinal)), cancel);

    /// <summary>Keeps these no longer, so that they are kept anew when they are needed again.</summary>
    public void Release(IReadOnlyCollection<string> paths)
    {
        list = list with { Files = [.. list.Files.Where(file => !paths.Contains(file.Path, StringComparer.Ordinal))] };
        WriteList();
    }

    /// <summary>Forgets everything: the list first, then the copies.</summary>
    public void Forget()
    {
        if (!Directory.Exists(folder))
            return;
        File.Delete(Path.Combine(folder, ListName));
        Directory.Delete(folder, recursive: true);
        list = new SavedList([], []);
    }

    /// <summary>cp keeps what a file has besides its bytes: owner, mode, times, access lists, labels; links stay links.</summary>
    internal static async Task CopyAsync(string from, string to, CancellationToken cancel)
    {
        var copy = await Tool.RunAsync("/bin/cp", ["--archive", "--no-target-directory", "--", from, to], cancel);
        if (!copy.Succeeded)
            throw new IOException($"{from} could not be copied: {copy.Error.Trim()}");
    }

    private async Task RestoreAsync(IEnumerable<SavedFile> files, CancellationToken cancel)
    {
        foreach (var file in files)
        {
            if (file.Copy is null)
            {
                if (WantedFile.FingerprintOf(file.Path) is not null)
                    File.Delete(file.Path);
                continue;
            }

            var fresh = $"{file.Path}.sallyport-{Guid.NewGuid():N}";
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            await CopyAsync(Path.Combine(folder, file.Copy), fresh, cancel);
            File.Move(fresh, file.Path, overwrite: true);
        }
    }

    private static IEnumerable<string> MissingFolders(string path)
    {
        for (var parent = Path.GetDirectoryName(path); parent is not null && !Directory.Exists(parent); parent = Path.GetDirectoryName(parent))
            yield return parent;
    }

    private void WriteList() => AtomicFile.Write(Path.Combine(folder, ListName), JsonSerializer.Serialize(list, SavedJson.Default.SavedList), OwnerOnly);
}

/// <param name="Path">Where it stood.</param>
/// <param name="Copy">The copy's name in the folder; null when nothing stood there.</param>
internal sealed record SavedFile(string Path, string? Copy);

/// <param name="Files">What is kept.</param>
/// <param name="Folders">Folders that did not exist, to be taken away again when they are empty.</param>
internal sealed record SavedList(IReadOnlyList<SavedFile> Files, IReadOnlyList<string> Folders);

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(SavedList))]
[JsonSerializable(typeof(DoorRecord))]
internal sealed partial class SavedJson : JsonSerializerContext;
