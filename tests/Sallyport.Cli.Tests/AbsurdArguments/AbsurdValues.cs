namespace Sallyport.Cli.Tests.AbsurdArguments;

/// <summary>What people and scripts pass by mistake. Each row is a name for the report and the value.</summary>
internal static class AbsurdValues
{
    /// <summary>The longest argument that Linux passes to a program, without its final zero.</summary>
    private const int LongestArgument = 128 * 1024 - 1;

    /// <summary>The names of those that are tried everywhere.</summary>
    public static IReadOnlySet<string> Worst { get; } = new HashSet<string>(StringComparer.Ordinal) { "empty", "dot", "dot dot", "full device", "folder", "128 KiB" };

    public static IReadOnlyList<(string Name, string Value)> In(string place) =>
    [
        ("empty", ""),
        ("a blank", " "),
        ("dot", "."),
        ("dot dot", ".."),
        ("the root", "/"),
        ("/proc", "/proc"),
        ("in /proc", "/proc/nothing-here"),
        ("under a file", "/etc/passwd/below"),
        ("read error", "/proc/self/mem"),
        ("full device", Path.Combine(place, "full")),
        ("endless device", Path.Combine(place, "zero")),
        ("null device", Path.Combine(place, "null")),
        ("folder", Path.Combine(place, "folder")),
        ("missing folder", Path.Combine(place, "missing", "file")),
        ("binary file", Path.Combine(place, "binary")),
        ("empty file", Path.Combine(place, "empty")),
        ("one long line", Path.Combine(place, "long")),
        ("link to itself", Path.Combine(place, "circle")),
        ("socket", Path.Combine(place, "socket")),
        ("128 KiB", new string('x', LongestArgument)),
        ("128 KiB of path", string.Concat(Enumerable.Repeat("/x", LongestArgument / 2))),
        ("control characters", "\u0001\u001b[2J\u007f\r\n\u0085\ufffd\ud800"),
        ("minus one", "-1"),
        ("zero", "0"),
        ("huge number", "99999999999999999999"),
        ("not a number", "NaN"),
        ("infinity", "1e999"),
        ("name with a slash", "../lock"),
        ("two words", "a b"),
        ("format string", "%s%n{0}{"),
    ];

    /// <summary>Makes the files that the values name.</summary>
    public static void MakeFiles(string place)
    {
        Directory.CreateDirectory(Path.Combine(place, "folder"));
        File.WriteAllBytes(Path.Combine(place, "binary"), [.. Enumerable.Range(0, 8192).Select(i => (byte)(1 + i * 7919 % 255))]);
        File.WriteAllText(Path.Combine(place, "empty"), "");
        File.WriteAllText(Path.Combine(place, "long"), new string('x', 300_000));
        File.CreateSymbolicLink(Path.Combine(place, "circle"), Path.Combine(place, "circle"));
        // A command that replaced what it was given would replace the machine's device.
        foreach (var device in new[] { "full", "zero", "null" })
            File.CreateSymbolicLink(Path.Combine(place, device), "/dev/" + device);
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(place, "socket")));
    }
}
