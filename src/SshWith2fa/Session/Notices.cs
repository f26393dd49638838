using SshWith2fa.Platform;
using SshWith2fa.Terminal;

namespace SshWith2fa.Session;

/// <summary>Words to a person from a program without a terminal: on the terminals that asked for it, and on the desktop where there is one.</summary>
internal static class Notices
{
    private static readonly TimeSpan DesktopBound = TimeSpan.FromSeconds(2);

    public static void Send(IPlatform platform, IReadOnlyList<string> terminals, string sentence)
    {
        foreach (var terminal in terminals) WriteTo(terminal, sentence);
        if (platform.Variable("DISPLAY") is { Length: > 0 } || platform.Variable("WAYLAND_DISPLAY") is { Length: > 0 })
            platform.Capture("notify-send", ["--app-name=ssh-with-2fa", "ssh-with-2fa", sentence], DesktopBound);
        else if (OperatingSystem.IsMacOS())
            platform.Capture("osascript", ["-e", "on run words", "-e", "display notification (item 1 of words) with title \"ssh-with-2fa\"", "-e", "end run", sentence], DesktopBound);
    }

    private static void WriteTo(string terminal, string sentence)
    {
        if (!terminal.StartsWith("/dev/", StringComparison.Ordinal)) return;
        try
        {
            using var stream = new FileStream(terminal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(System.Text.Encoding.UTF8.GetBytes("\r\nssh-with-2fa: " + Printable.Of(sentence) + "\r\n"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The terminal was closed, or belongs to somebody else by now.
        }
    }
}
