using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StorageBench;

/// <summary>How often a second the disk takes 4 kB and says that it has them: what a store that flushes for each commit could reach.</summary>
internal static partial class RawDisk
{
    public static double FlushesPerSecond(BenchSettings settings)
    {
        var path = Path.Combine(settings.Folder, $"flush-{Guid.NewGuid():N}");
        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            var page = new byte[4096];
            for (var i = 0; i < 1000; i++)
                RandomAccess.Write(file, page, i * 4096L);
            RandomAccess.FlushToDisk(file);
            var watch = Stopwatch.StartNew();
            var flushes = 0;
            for (; watch.Elapsed < settings.Duration; flushes++)
            {
                RandomAccess.Write(file, page, flushes % 1000 * 4096L);
                if (DataSync(file) != 0)
                    throw new IOException("fdatasync failed");
            }

            return flushes / watch.Elapsed.TotalSeconds;
        }
        finally
        {
            File.Delete(path);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DataSync(SafeFileHandle file);
}
