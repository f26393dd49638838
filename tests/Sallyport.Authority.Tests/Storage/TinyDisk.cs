using System.Diagnostics;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>A file system of a few hundred kilobytes, to be filled: root mounts it in memory; gone afterwards.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly string folder;

    private TinyDisk(string folder) => this.folder = folder;

    public string Path => folder;

    /// <summary>Null where it cannot be mounted: only root may.</summary>
    public static TinyDisk? Mount(string folder, int kilobytes) =>
        Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "sallyport-test", folder) ? new TinyDisk(folder) : null;

    public void Fill()
    {
        using var ballast = new FileStream(System.IO.Path.Combine(folder, "ballast"), FileMode.Create);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(page);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // Full: that was the request.
        }
    }

    public void MakeRoom() => File.Delete(System.IO.Path.Combine(folder, "ballast"));

    public void Dispose() => Run("umount", "--lazy", folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
