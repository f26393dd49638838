using System.Text;

namespace Sallyport.Authority.Machine;

/// <summary>Replaces files so that at any moment, a crash included, there is the old file or the new one, whole.</summary>
internal static class AtomicFile
{
    /// <summary>When it returns, the file and its name are on the disk. Of two writers of one file at a time, one fails.</summary>
    /// <param name="path">The file. Its folder must be there.</param>
    /// <param name="text">What it is to hold, in UTF-8.</param>
    /// <param name="mode">Its mode from the moment that it is there; the process's umask counts.</param>
    /// <exception cref="IOException">It could not be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Write(string path, string text, UnixFileMode mode)
    {
        var next = path + ".new";
        // Of a writer that was killed.
        File.Delete(next);
        using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        Durable.FlushFolderOf(path);
    }
}
