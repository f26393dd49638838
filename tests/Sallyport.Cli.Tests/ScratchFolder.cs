namespace Sallyport.Cli.Tests;

/// <summary>A folder of its own for a test, gone with everything in it afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sallyport-test-");

    public string Root => folder.FullName;

    public string File(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
