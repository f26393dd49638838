using System.IO.Compression;
using Sallyport.Settings;

namespace Sallyport.Gate.Simulation;

/// <summary>The lines of a log, which logrotate may have compressed.</summary>
internal static class LogFile
{
    /// <summary>In bytes, also of what is unpacked.</summary>
    private const long MaxBytes = 4L << 30;

    private static readonly byte[] Gzip = [0x1f, 0x8b];

    /// <exception cref="IOException">It cannot be read, or is too long.</exception>
    /// <exception cref="InvalidDataException">It is compressed, and damaged.</exception>
    public static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(Unpacked(path));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static Stream Unpacked(string path)
    {
        var start = new byte[Gzip.Length];
        int length;
        using (var file = BoundedFile.Open(path, MaxBytes))
            length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var log = BoundedFile.Open(path, MaxBytes);
        return start.AsSpan(0, length).SequenceEqual(Gzip) ? new BoundedStream(new GZipStream(log, CompressionMode.Decompress), path, MaxBytes) : log;
    }
}
