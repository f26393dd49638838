using SshWith2fa.Platform;
using SshWith2fa.Terminal;

namespace SshWith2fa.Session;

/// <summary>Words to a person from a program without a terminal: on the terminals that asked for it, and on the desktop where there is one.</summary>
internal static class Notices
{
    private const int WriteOnly = 1;
    private static readonly int NoControllingTerminal = OperatingSystem.IsMacOS() ? 0x20000 : 0x100;
    private static readonly TimeSpan DesktopBound = TimeSpan.FromSeconds(2);

    public static void Send(IPlatform platform, IReadOnlyList<string> terminals, string sentence)
    {
        foreach (var terminal in terminals)
            WriteTo(terminal, sentence);
        if (platform.Variable("DISPLAY") is { Length: > 0 } || platform.Variable("WAYLAND_DISPLAY") is { Length: > 0 })
            platform.Capture("notify-send", ["--app-name=ssh-with-2fa", "ssh-with-2fa", sentence], DesktopBound);
        else if (OperatingSystem.IsMacOS())
            platform.Capture("osascript", ["-e", "on run words", "-e", "display notification (item 1 of words) with title \"ssh-with-2fa\"", "-e", "end run", sentence], DesktopBound);
    }

    /// <summary>On the standard error of another process of the person's, where that is a terminal or a pipe: as if its ssh had said it.</summary>
    public static bool SendTo(int process, string sentence)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var file = $"/proc/{process}/fd/2";
        try
        {
            var target = new FileInfo(file).LinkTarget ?? "";
            if (target.StartsWith("/dev/pts/", StringComparison.Ordinal) || target.StartsWith("/dev/tty", StringComparison.Ordinal))
                return Write(file, "\r\n", sentence, "\r\n");
            return target.StartsWith("pipe:", StringComparison.Ordinal) && Write(file, "", sentence, "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void WriteTo(string terminal, string sentence)
    {
        if (terminal.StartsWith("/dev/", StringComparison.Ordinal))
            Write(terminal, "\r\n", sentence, "\r\n");
    }

    // Without waiting: a pipe that nobody empties, or a terminal that is held, is passed by, as is one that was closed meanwhile.
    private static unsafe bool Write(string file, string before, string sentence, string after)
    {
        var descriptor = Native.Open(file, WriteOnly | NoControllingTerminal | LocalSocket.NonBlocking | SmallFile.CloseOnExec);
        if (descriptor < 0)
            return false;
        var bytes = System.Text.Encoding.UTF8.GetBytes(before + "ssh-with-2fa: " + Printable.Of(sentence) + after);
        nint written;
        fixed (byte* start = bytes)
            written = Native.Write(descriptor, start, bytes.Length);
        _ = Native.Close(descriptor);
        return written == bytes.Length;
    }
}
