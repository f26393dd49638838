using System.Formats.Tar;
using Sallyport.Cli.Backup;

namespace Sallyport.Cli.Tests.Backup;

/// <summary>Files come back where they were with their modes, all of them or none.</summary>
public sealed class RestorationTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Site => scratch.File("site");

    private string Config => Path.Combine(Site, "conf");

    private string Secret => Path.Combine(Site, "secrets", "radius");

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_lost_site_comes_back_with_its_modes()
    {
        var backup = Archived();
        var restoration = new Restoration(() => new MemoryStream(backup));
        var before = Picture();
        Directory.Delete(Site, recursive: true);

        await restoration.WriteAsync(Cancel);

        Assert.Equal(before, Picture());
    }

    [Fact]
    public async Task What_was_there_is_moved_aside()
    {
        var backup = Archived();
        var restoration = new Restoration(() => new MemoryStream(backup));
        await File.WriteAllTextAsync(Config, "newer", Cancel);
        File.Delete(Secret);
        Assert.Equal([Config], Restoration.InTheWay(restoration.Entries()));

        await restoration.WriteAsync(Cancel);

        Assert.Equal("site = x", await File.ReadAllTextAsync(Config, Cancel));
        Assert.Equal("newer", await File.ReadAllTextAsync(Config + ".before-restore", Cancel));
        Assert.True(File.Exists(Secret));
    }

    [Fact]
    public async Task An_owner_that_is_not_known_here_leaves_everything_as_it_was()
    {
        var backup = Archived(Entry("state/db", "nobody-of-that-name"));
        var restoration = new Restoration(() => new MemoryStream(backup));
        Directory.Delete(Site, recursive: true);

        var failure = await Assert.ThrowsAsync<IOException>(() => restoration.WriteAsync(Cancel));

        Assert.Contains("install the package first", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Site));
    }

    [Theory]
    [InlineData("site/../../outside", TarEntryType.RegularFile)]
    [InlineData("site/link", TarEntryType.SymbolicLink)]
    [InlineData("site/pipe", TarEntryType.Fifo)]
    public void Only_files_and_folders_in_their_places_are_taken(string name, TarEntryType kind)
    {
        var entry = new PaxTarEntry(kind, name);
        if (kind == TarEntryType.SymbolicLink)
            entry.LinkName = "/etc/passwd";
        var backup = Archived(entry);
        Assert.Throws<InvalidDataException>(() => new Restoration(() => new MemoryStream(backup)).Entries());
    }

    private PaxTarEntry Entry(string name, string owner) => new(TarEntryType.RegularFile, Path.Combine(Site, name).TrimStart('/'))
    {
        UserName = owner,
        GroupName = owner,
        Mode = UnixFileMode.UserRead,
        DataStream = new MemoryStream([1]),
    };

    private byte[] Archived(params IEnumerable<TarEntry> more)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Secret)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Config, "site = x");
        File.WriteAllText(Secret, "hidden");
        File.SetUnixFileMode(Secret, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        using var bytes = new MemoryStream();
        using (var archive = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var path in new[] { Site, Config, Path.GetDirectoryName(Secret)!, Secret })
                archive.WriteEntry(path, path.TrimStart('/'));
            foreach (var entry in more)
                archive.WriteEntry(entry);
        }

        return bytes.ToArray();
    }

    private string[] Picture() =>
        [.. Directory.EnumerateFileSystemEntries(Site, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => $"{path} {File.GetUnixFileMode(path)} {(File.Exists(path) ? File.ReadAllText(path) : "")}")];
}
