using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Tests.Machine;

public sealed class AtomicFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-atomic-").FullName;

    private string FilePath => Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_replaces_the_file_and_leaves_nothing_beside_it()
    {
        AtomicFile.Write(FilePath, "one", Private);
        AtomicFile.Write(FilePath, "two", Private);

        Assert.Equal("two", File.ReadAllText(FilePath));
        Assert.Equal(Private, File.GetUnixFileMode(FilePath));
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void What_a_killed_writer_left_is_neither_read_nor_in_the_way()
    {
        File.WriteAllText(FilePath + ".new", "half a li");
        File.SetUnixFileMode(FilePath + ".new", Private | UnixFileMode.OtherRead);

        AtomicFile.Write(FilePath, "whole", Private);

        Assert.Equal("whole", File.ReadAllText(FilePath));
        Assert.Equal(Private, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public void A_link_planted_in_the_place_of_the_new_file_is_not_written_through()
    {
        var elsewhere = Path.Combine(folder, "elsewhere");
        File.WriteAllText(elsewhere, "untouched");
        File.CreateSymbolicLink(FilePath + ".new", elsewhere);

        AtomicFile.Write(FilePath, "whole", Private);

        Assert.Equal("untouched", File.ReadAllText(elsewhere));
        Assert.Null(File.ResolveLinkTarget(FilePath, returnFinalTarget: false));
    }
}
