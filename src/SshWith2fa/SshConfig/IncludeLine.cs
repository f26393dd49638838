using System.Text;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;

namespace SshWith2fa.SshConfig;

/// <summary>
/// The one line of ours in ~/.ssh/config. It stands first, because an Include behind a Host line would hold for that host only,
/// and it is added and taken away as bytes: whatever else the file holds stays as it was.
/// </summary>
internal sealed class IncludeLine(ClientPaths paths)
{
    private const UnixFileMode NewFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Left in our directory when the person had no ~/.ssh/config before.</summary>
    private string CreatedMark => Path.Combine(paths.Configuration, "created-ssh-config");

    private byte[] Line => Encoding.UTF8.GetBytes(Text + "\n");

    public string Text => $"Include \"{Shown(paths, paths.SshConfig)}\"";

    /// <summary>
    /// A path as an Include takes it. Newer versions of ssh expand "%" there and older ones do not, so a home with one is written as "~".
    /// </summary>
    public static string Shown(ClientPaths paths, string path) =>
        path.Contains('%', StringComparison.Ordinal) && path.StartsWith(paths.Home + "/", StringComparison.Ordinal) ? "~" + path[paths.Home.Length..] : path;

    /// <summary>The sentence that says why the person's configuration cannot be changed and what to do; null when it can.</summary>
    public string? Obstacle()
    {
        var path = paths.UserSshConfig;
        try
        {
            var directory = Path.GetDirectoryName(path)!;
            if (new FileInfo(directory).LinkTarget is { } linked && !Directory.Exists(directory))
                return $"{directory} is a link to {linked}, which does not exist; nothing was changed: fix the link, then try again";
            if (File.Exists(directory))
                return $"{directory} is not a directory; nothing was changed: move it away, then try again";
            if (Directory.Exists(path))
                return $"{path} is a directory; nothing was changed: move it away, then try again";
            if (new FileInfo(path).LinkTarget is not null && File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: false } target)
                return $"{path} is a link to {target.FullName}, which does not exist; nothing was changed: fix the link, then try again";
            if (File.Exists(path))
            {
                // Opening for writing changes nothing, and tells of a read-only or foreign file.
                using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserWrite) == UnixFileMode.None)
                    return Refused(path);
                path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            }
            var parent = Path.GetDirectoryName(path)!;
            // As it will be written: a new file beside it, then a rename.
            Files.MakePrivateDirectory(parent);
            var probe = Path.Combine(parent, $".ssh-with-2fa.{Environment.ProcessId}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write))
            {
            }
            File.Delete(probe);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refused(path);
        }
    }

    private static string Refused(string path) => $"{path} cannot be written (is it read-only, or does it belong to another user?); nothing was changed: make it writable, or let the program that manages it add our line, then try again";

    public bool IsThere => Read() is { } bytes && Find(bytes) >= 0;

    public void Add()
    {
        var before = Read();
        if (before is not null && Find(before) >= 0)
            return;
        if (before is null)
            Files.WritePrivate(CreatedMark, "");
        Write([.. Line, .. before ?? []]);
    }

    public void Remove()
    {
        if (Read() is not { } bytes || Find(bytes) is not (>= 0 and var at))
            return;
        byte[] rest = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + Line.Length)];
        if (rest.Length == 0 && File.Exists(CreatedMark))
            Files.Delete(paths.UserSshConfig);
        else
            Write(rest);
        Files.Delete(CreatedMark);
    }

    private byte[]? Read() => File.Exists(paths.UserSshConfig) ? File.ReadAllBytes(paths.UserSshConfig) : null;

    // Only at the start of a line.
    private int Find(byte[] bytes)
    {
        var line = Line;
        for (var from = 0; bytes.AsSpan(from).IndexOf(line) is >= 0 and var found; from += found + 1)
            if (from + found == 0 || bytes[from + found - 1] == (byte)'\n')
                return from + found;
        return -1;
    }

    // Dotfiles are often links into a repository: the link stays, the file behind it changes.
    private void Write(byte[] bytes)
    {
        var path = paths.UserSshConfig;
        if (File.Exists(path))
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var mode = !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : NewFileMode;
        Files.WritePrivate(path, bytes, mode);
    }
}
