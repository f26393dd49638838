using SshWith2fa.Configuration;

namespace SshWith2fa.Tests;

/// <summary>A directory of a test's own, gone with it.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("swf").FullName;
        Paths = new ClientPaths(Path.Combine(Directory, "home"), Path.Combine(Directory, "etc"), Path.Combine(Directory, "run"));
        System.IO.Directory.CreateDirectory(Paths.Home);
    }

    public string Directory { get; }

    public ClientPaths Paths { get; }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Directory, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
