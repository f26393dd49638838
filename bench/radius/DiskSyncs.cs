using System.Diagnostics;

namespace RadiusBench;

/// <summary>How often the disk under the temporary folder makes an append durable, one after the other.</summary>
internal static class DiskSyncs
{
    private const int Block = 4096;

    public static double PerSecond(TimeSpan length)
    {
        var path = Path.Combine(Path.GetTempPath(), $"sallyport-bench-{Guid.NewGuid():N}");
        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            var (count, block, begun) = (0L, new byte[Block], Stopwatch.GetTimestamp());
            while (Stopwatch.GetElapsedTime(begun) < length)
            {
                RandomAccess.Write(file, block, count * Block);
                RandomAccess.FlushToDisk(file);
                count++;
            }

            return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
