using SshWith2fa.SshConfig;

namespace SshWith2fa.Platform;

/// <summary>Finds the real ssh, scp and sftp behind our own links of the same name.</summary>
internal static class RealPrograms
{
    /// <summary>The line by which a link of ours is known; see <see cref="SshConfig.Links"/>.</summary>
    public const string LinkMark = "# link of ssh-with-2fa";

    private const int LongestLink = 1024;

    /// <summary>Full path of the first program of that name in PATH that is not ours; null when there is none.</summary>
    public static string? Find(string name, IPlatform platform)
    {
        var windows = OperatingSystem.IsWindows();
        var file = windows ? name + ".exe" : name;
        foreach (var directory in (platform.Variable("PATH") ?? "").Split(Path.PathSeparator))
        {
            if (directory.Length == 0 || !Path.IsPathRooted(directory))
                continue;
            var path = Path.Combine(directory, file);
            if (File.Exists(path) && !IsOurs(path, platform))
                return path;
        }
        return DefaultPlace(file, windows);
    }

    /// <summary>True for a script: it may call back by PATH, so a guard goes into its environment.</summary>
    public static bool IsScript(string path) => Head(path) is ['#', '!', ..];

    private static string? DefaultPlace(string file, bool windows)
    {
        var path = windows ? Path.Combine(Environment.SystemDirectory, "OpenSSH", file) : Path.Combine("/usr/bin", file);
        return File.Exists(path) ? path : null;
    }

    private static bool IsOurs(string path, IPlatform platform)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (string.Equals(target, platform.OwnPath, StringComparison.Ordinal))
            return true;
        return IsScript(target) && Head(target).Contains(LinkMark, StringComparison.Ordinal);
    }

    private static string Head(string path)
    {
        if (!OperatingSystem.IsWindows())
            return System.Text.Encoding.Latin1.GetString(SmallFile.Read(path, LongestLink) ?? []);
        return path.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase) ? Files.ReadText(path) ?? "" : "";
    }
}
