using Sallyport.Gate.Handover;

namespace Sallyport.Gate.Tests.Handover;

/// <summary>sshd's folder comes back when another service takes it away, and is never made where it was not.</summary>
public sealed class PrivilegeSeparationFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("sallyport-test-").FullName;

    private string Folder => Path.Combine(root, "sshd");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void what_was_there_comes_back()
    {
        Directory.CreateDirectory(Folder);
        var folder = new PrivilegeSeparationFolder(Folder);
        Directory.Delete(Folder);
        folder.Restore();
        Assert.Equal(Convert.ToInt32("755", 8), (int)File.GetUnixFileMode(Folder));
        folder.Restore();
    }

    [Fact]
    public void what_was_not_there_is_not_made()
    {
        new PrivilegeSeparationFolder(Folder).Restore();
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void what_cannot_be_made_is_no_fault()
    {
        Directory.CreateDirectory(Folder);
        var folder = new PrivilegeSeparationFolder(Folder);
        Directory.Delete(root, recursive: true);
        File.WriteAllText(root, "in the way");
        folder.Restore();
        File.Delete(root);
        Directory.CreateDirectory(root);
    }
}
