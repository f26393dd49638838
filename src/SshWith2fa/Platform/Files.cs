using System.Text;

namespace SshWith2fa.Platform;

/// <summary>Reading and writing of our own files: never half written, never readable by others.</summary>
internal static class Files
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Null where the file is not there or cannot be read. Bytes that are no UTF-8 survive as replacement characters.</summary>
    public static string? ReadText(string path)
    {
        var bytes = OperatingSystem.IsWindows() ? ReadPortably(path) : SmallFile.Read(path);
        return bytes is null ? null : Encoding.UTF8.GetString(bytes);
    }

    private static byte[]? ReadPortably(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A file that a person named: null where it cannot be read; where it is longer, as a device without an end is, one byte more than asked.</summary>
    public static byte[]? ReadAtMost(string path, int most)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[most + 1];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public static void WritePrivate(string path, string text) => WritePrivate(path, Encoding.UTF8.GetBytes(text), OwnerOnly);

    /// <summary>Replaces the file as a whole, by a rename. The directory is made, mode 0700, when it is missing.</summary>
    public static void WritePrivate(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        MakePrivateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + "." + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    public static void MakePrivateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Renames where that is possible; the target is replaced.</summary>
    public static void Rename(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another process of ours was faster.
        }
    }

    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Already gone, or not ours to remove: whoever reads it next finds it stale again.
        }
    }
}
