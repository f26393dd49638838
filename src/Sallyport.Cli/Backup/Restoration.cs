using System.Formats.Tar;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Backup;

/// <summary>
/// Puts the files of a backup where they were. All are written beside their places first and moved there at the end; until then nothing that
/// was there has changed, and what stops it leaves no trace.
/// </summary>
/// <param name="open">Reads the archive from its beginning.</param>
internal sealed class Restoration(Func<Stream> open)
{
    private const string Fresh = ".restored";
    private const string Aside = ".before-restore";

    private readonly List<string> madeFolders = [];
    private readonly List<string> written = [];

    /// <summary>What is in the backup: read from the first to the last byte, so that a damaged one is known before anything is done.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public IReadOnlyList<TarEntry> Entries()
    {
        using var archive = new TarReader(open());
        var entries = new List<TarEntry>();
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.Directory) || entry.Name.Split('/').Any(step => step is ".." or "."))
                throw new InvalidDataException($"it contains {entry.Name}, which is neither a file nor a folder of a site");
            entries.Add(entry);
        }

        return entries;
    }

    public static string PlaceOf(TarEntry entry) => "/" + entry.Name.Trim('/');

    /// <summary>Files that are there already.</summary>
    public static IReadOnlyList<string> InTheWay(IEnumerable<TarEntry> entries) =>
        [.. entries.Where(entry => entry.EntryType == TarEntryType.RegularFile).Select(PlaceOf).Where(Path.Exists)];

    /// <exception cref="IOException">A file cannot be written; nothing was changed.</exception>
    public async Task WriteAsync(CancellationToken cancel)
    {
        try
        {
            using var archive = new TarReader(open());
            while (await archive.GetNextEntryAsync(copyData: false, cancel) is { } entry)
            {
                if (entry.EntryType == TarEntryType.Directory)
                    await MakeFolderAsync(entry, cancel);
                else
                    await WriteFileAsync(entry, cancel);
            }
        }
        catch
        {
            Undo();
            throw;
        }

        foreach (var path in written)
        {
            if (File.Exists(path))
                File.Move(path, path + Aside, overwrite: true);
            File.Move(path + Fresh, path);
        }
    }

    private async Task MakeFolderAsync(TarEntry entry, CancellationToken cancel)
    {
        var path = PlaceOf(entry);
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path, entry.Mode);
        madeFolders.Add(path);
        await GiveAsync(path, entry, cancel);
    }

    private async Task WriteFileAsync(TarEntry entry, CancellationToken cancel)
    {
        var path = PlaceOf(entry);
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            madeFolders.Add(folder);
        }

        File.Delete(path + Fresh);
        written.Add(path);
        await using (var file = new FileStream(path + Fresh, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            if (entry.DataStream is { } data)
                await data.CopyToAsync(file, cancel);
            file.Flush(flushToDisk: true);
        }

        await GiveAsync(path + Fresh, entry, cancel);
        File.SetUnixFileMode(path + Fresh, entry.Mode);
    }

    private static async Task GiveAsync(string path, TarEntry entry, CancellationToken cancel)
    {
        if (entry is not PaxTarEntry { UserName: { Length: > 0 } user, GroupName: { Length: > 0 } group })
            throw new IOException($"the backup does not say whose {PlaceOf(entry)} is");
        var given = await Tool.RunAsync("/bin/chown", ["--", $"{user}:{group}", path], cancel);
        if (!given.Succeeded)
            throw new IOException($"{PlaceOf(entry)} belongs to {user}:{group}, which this machine does not know; install the package first");
    }

    private void Undo()
    {
        foreach (var path in written)
            File.Delete(path + Fresh);
        foreach (var folder in Enumerable.Reverse(madeFolders).Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
            Directory.Delete(folder);
    }
}
