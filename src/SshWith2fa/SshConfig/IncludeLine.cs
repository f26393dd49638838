using System.Text;
using SshWith2fa.Session;

namespace SshWith2fa.SshConfig;

/// <summary>
/// The one line of ours in ~/.ssh/config. It stands first, because an Include behind a Host line would hold for that host only,
/// and it is added and taken away as bytes: whatever else the file holds stays as it was.
/// </summary>
internal sealed class IncludeLine(Places places)
{
    private const UnixFileMode NewFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Left in our directory when the person had no ~/.ssh/config before.</summary>
    private string CreatedMark => Path.Combine(places.Configuration, "created-ssh-config");

    private byte[] Line => Encoding.UTF8.GetBytes(Text + "\n");

    public string Text => $"Include \"{places.SshConfig}\"";

    public bool IsThere => Read() is { } bytes && Find(bytes) >= 0;

    public void Add()
    {
        var before = Read();
        if (before is not null && Find(before) >= 0) return;
        if (before is null) Files.WritePrivate(CreatedMark, "");
        Write([.. Line, .. before ?? []]);
    }

    public void Remove()
    {
        if (Read() is not { } bytes || Find(bytes) is not (>= 0 and var at)) return;
        byte[] rest = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + Line.Length)];
        if (rest.Length == 0 && File.Exists(CreatedMark)) Files.Delete(places.UserSshConfig);
        else Write(rest);
        Files.Delete(CreatedMark);
    }

    private byte[]? Read() => File.Exists(places.UserSshConfig) ? File.ReadAllBytes(places.UserSshConfig) : null;

    // Only at the start of a line.
    private int Find(byte[] bytes)
    {
        var line = Line;
        for (var from = 0; bytes.AsSpan(from).IndexOf(line) is >= 0 and var found; from += found + 1)
            if (from + found == 0 || bytes[from + found - 1] == (byte)'\n') return from + found;
        return -1;
    }

    // Dotfiles are often links into a repository: the link stays, the file behind it changes.
    private void Write(byte[] bytes)
    {
        var path = places.UserSshConfig;
        if (File.Exists(path)) path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var mode = !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : NewFileMode;
        Files.WritePrivate(path, bytes, mode);
    }
}
