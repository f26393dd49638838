namespace SshWith2fa.Platform;

/// <summary>What Linux's /proc tells of the processes above this one. Elsewhere nothing is known.</summary>
internal static class Ancestors
{
    /// <summary>The program's name as the kernel keeps it, cut to 15 bytes; empty when the process is gone.</summary>
    public static string NameOf(int process) => Files.ReadText($"/proc/{process}/comm")?.TrimEnd('\n') ?? "";

    /// <summary>The parent's number, 0 when there is none.</summary>
    public static int ParentOf(int process)
    {
        // "pid (name) state ppid …"; the name may hold anything, so count from its last parenthesis.
        var stat = Files.ReadText($"/proc/{process}/stat") ?? "";
        var at = stat.LastIndexOf(')') + ") S ".Length;
        return at < stat.Length && Number(stat, ref at) is { } parent and < int.MaxValue ? (int)parent : 0;
    }

    /// <summary>Soft and hard limit of open files; null when they cannot be read or are unlimited.</summary>
    /// <remarks>By hand, character by character: splitting a text makes the runtime compile half a dozen methods at each start.</remarks>
    public static (ulong Soft, ulong Hard)? OpenFilesOf(int process)
    {
        const string Title = "Max open files";
        var text = Files.ReadText($"/proc/{process}/limits") ?? "";
        var at = text.IndexOf(Title, StringComparison.Ordinal);
        if (at < 0)
            return null;
        at += Title.Length;
        return Number(text, ref at) is { } soft && Number(text, ref at) is { } hard ? (soft, hard) : null;
    }

    private static ulong? Number(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
        var start = at;
        ulong number = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            number = (number * 10) + (ulong)(text[at] - '0');
        return at > start ? number : null;
    }
}
