using Sallyport.Settings;

namespace Sallyport.Cli.Import;

/// <summary>Who on this machine still reads a file that was imported: the PAM files say.</summary>
/// <param name="places">The PAM folder and the old single file.</param>
internal sealed class FileReaders(params string[] places)
{
    /// <summary>Those of the machine.</summary>
    public static readonly FileReaders OfThisMachine = new("/etc/pam.d", "/etc/pam.conf");

    private readonly Lazy<IReadOnlyList<(string File, string Line)>?> lines = new(() => Lines(places));

    /// <summary>What to tell about the file: that it may go, or who reads it.</summary>
    /// <param name="path">The whole path.</param>
    /// <param name="module">The PAM module that reads such files by itself, such as <c>pam_oath</c>; null when none does.</param>
    public string Advice(string path, string? module)
    {
        if (lines.Value is not { } known)
            return $"{path} contains keys. It is not possible to see whether a program on this machine reads it; check {places[0]} before you remove it.";

        var reader = known.FirstOrDefault(line => line.Line.Contains(path, StringComparison.Ordinal) || (module is not null && Reads(line.Line, module, path)));
        return reader.File is null
            ? $"{path} is no longer needed: remove it."
            : $"{path} is still read by {reader.File}: remove that line first, then remove the file.";
    }

    /// <summary>A module without a path of its own reads its usual place, and one with a variable in the path may read any.</summary>
    private static bool Reads(string line, string module, string path)
    {
        if (!line.Contains(module, StringComparison.Ordinal))
            return false;
        var given = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.TrimStart('[').TrimEnd(']'))
            .FirstOrDefault(word => word.StartsWith("usersfile=", StringComparison.Ordinal) || word.StartsWith("secret=", StringComparison.Ordinal));
        return given is null || given.Contains('$', StringComparison.Ordinal) || given.Contains('~', StringComparison.Ordinal) || given[(given.IndexOf('=', StringComparison.Ordinal) + 1)..] == path;
    }

    /// <summary>Null when a file is there and cannot be read.</summary>
    private static List<(string File, string Line)>? Lines(string[] places)
    {
        try
        {
            return
            [
                .. places.SelectMany(place => Directory.Exists(place) ? Directory.GetFiles(place) : File.Exists(place) ? [place] : [])
                    .SelectMany(file => BoundedFile.Lines(file).Select(line => (file, line.Trim())))
                    .Where(line => line.Item2.Length > 0 && line.Item2[0] != '#'),
            ];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
