namespace SshWith2fa.Platform;

/// <summary>
/// Reads a file by open(2) and read(2). Each call of this program reads two or three; the framework's way costs 2 ms for the first,
/// and 5 ms for the exception when one is not there.
/// </summary>
internal static class SmallFile
{
    private const int CloseOnExecLinux = 0x80000;
    private const int CloseOnExecMac = 0x1000000;
    private const int Chunk = 16 * 1024;

    /// <summary>The flag of open(2) that keeps a descriptor from the programs started later.</summary>
    public static int CloseOnExec => OperatingSystem.IsMacOS() ? CloseOnExecMac : CloseOnExecLinux;

    /// <summary>Null where the file is not there or cannot be read.</summary>
    public static byte[]? Read(string path) => Read(path, int.MaxValue);

    /// <summary>The first bytes of a file.</summary>
    public static unsafe byte[]? Read(string path, int atMost)
    {
        var descriptor = Native.Open(path, CloseOnExec);
        if (descriptor < 0)
            return null;
        var buffer = new byte[Chunk];
        var have = 0;
        while (true)
        {
            if (have == buffer.Length)
                Array.Resize(ref buffer, 2 * have);
            nint got;
            fixed (byte* start = buffer)
                got = Native.Read(descriptor, start + have, buffer.Length - have);
            have += (int)Math.Max(got, 0);
            if (got > 0 && have < atMost)
                continue;
            _ = Native.Close(descriptor);
            return got == 0 || have >= atMost ? buffer.AsSpan(0, Math.Min(have, atMost)).ToArray() : null;
        }
    }
}
