using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import;

/// <summary>
/// Reads a file out of somebody's home folder, where its owner may put a link to somebody else's: only a plain file that belongs to that
/// person is read.
/// </summary>
internal static unsafe partial class OwnedFile
{
    private const int ReadOnlyNoFollow = 0x20000 | 0x80000 | 0x800;
    private const int EmptyPath = 0x1000;
    private const uint TypeAndOwner = 0x1 | 0x8;
    private const int TypeMask = 0xF000;
    private const int PlainFile = 0x8000;
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="UnreadableFile">It is a link, belongs to another, or is too long.</exception>
    public static byte[]? Read(string path, uint owner, int most)
    {
        var descriptor = Open(path, ReadOnlyNoFollow);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder
                ? null
                : throw new UnreadableFile($"{path} cannot be read: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Status status;
        if (StatX(descriptor, "", EmptyPath, TypeAndOwner, &status) != 0 || (status.Mode & TypeMask) != PlainFile)
            throw new UnreadableFile($"{path} is not a plain file");
        if (status.Uid != owner)
            throw new UnreadableFile($"{path} does not belong to the user in whose home folder it is");

        using var stream = new FileStream(handle, FileAccess.Read);
        if (stream.Length > most)
            throw new UnreadableFile($"{path} is longer than {most} bytes");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Status* status);

    /// <summary>The beginning of statx(2)'s answer, which is the same on every machine.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint Uid;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
