namespace StorageBench;

internal static class Table
{
    public static void Head() =>
        Console.WriteLine($"{"callers",8} {"commits/s",10} {"fdatasync/s",12} {"ratio",6} {"p50 ms",8} {"p99 ms",8} {"worst",8} {"cpu us",7} {"bytes",7} {"conflicts",9}");

    public static void Row(Measured m, double flushes) => Console.WriteLine(
        $"{m.Callers,8} {m.CommitsPerSecond,10:F0} {flushes,12:F0} {m.CommitsPerSecond / flushes,6:F2} {m.Median.TotalMilliseconds,8:F2} {m.P99.TotalMilliseconds,8:F2} {m.Worst.TotalMilliseconds,8:F2} {m.CpuMicroseconds,7:F0} {m.AllocatedBytes,7:F0} {m.Conflicts,9}");
}
