using System.Globalization;
using SshWith2fa.Session;

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
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parent) ? parent : 0;
    }

    /// <summary>Soft and hard limit of open files; null when they cannot be read or are unlimited.</summary>
    public static (ulong Soft, ulong Hard)? OpenFilesOf(int process)
    {
        const string Title = "Max open files";
        foreach (var line in (Files.ReadText($"/proc/{process}/limits") ?? "").AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(Title, StringComparison.Ordinal)) continue;
            var words = line[Title.Length..].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length >= 2 && ulong.TryParse(words[0], out var soft) && ulong.TryParse(words[1], out var hard) ? (soft, hard) : null;
        }
        return null;
    }
}
