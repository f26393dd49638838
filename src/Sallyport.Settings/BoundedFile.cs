using System.Text;

namespace Sallyport.Settings;

/// <summary>
/// Reads a file that somebody named. What is longer than such a file can be, like a device without an end, is an <see cref="IOException"/>
/// before it fills the memory.
/// </summary>
public static class BoundedFile
{
    /// <summary>In bytes: more than anything that is written by hand.</summary>
    public const int ByHand = 1 << 20;

    /// <exception cref="IOException">It cannot be read, or is longer.</exception>
    public static byte[] Bytes(string path, int most = ByHand)
    {
        using (var file = File.OpenRead(path))
        {
            if (file.CanSeek && file.Length > 0 && file.Length <= most)
            {
                var whole = new byte[file.Length];
                file.ReadExactly(whole);
                return whole;
            }
        }

        using var stream = Open(path, most);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <exception cref="IOException">It cannot be read, or is longer.</exception>
    public static string Text(string path, int most = ByHand) => Text(path, Encoding.UTF8, most);

    /// <exception cref="IOException">It cannot be read, or is longer.</exception>
    public static string Text(string path, Encoding encoding, int most = ByHand)
    {
        using var reader = new StreamReader(Open(path, most), encoding, detectEncodingFromByteOrderMarks: encoding is UTF8Encoding);
        return reader.ReadToEnd();
    }

    /// <summary>The lines, as they are read.</summary>
    /// <exception cref="IOException">It cannot be read, or is longer.</exception>
    public static IEnumerable<string> Lines(string path, long most = ByHand)
    {
        using var reader = new StreamReader(Open(path, most), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>The file as a stream that ends with an <see cref="IOException"/> where the file should have ended.</summary>
    /// <exception cref="IOException">It cannot be opened, or is known to be longer.</exception>
    public static Stream Open(string path, long most)
    {
        var file = File.OpenRead(path);
        if (!file.CanSeek || file.Length <= most)
            return new BoundedStream(file, path, most);
        file.Dispose();
        throw BoundedStream.TooLong(path, most);
    }
}
