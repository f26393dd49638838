using System.Globalization;
using Sallyport.Authority.Machine;
using Sallyport.Settings;

namespace Sallyport.Authority.Secrets;

/// <summary>
/// The file of the key ring, outside the database: a line <c>id base64(32 bytes)</c> for each key, the newest last; lines that
/// begin with <c>#</c> and empty lines do not count. Either a file of ours, mode 0600, or one that systemd hands in
/// (<c>LoadCredential=</c>), which we only read.
/// </summary>
internal sealed class KeyFile
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    private readonly string path;

    private KeyFile(string path, KeyFileKind kind) => (this.path, Kind) = (path, kind);

    public KeyFileKind Kind { get; }

    public bool Exists => File.Exists(path);

    /// <summary>A file that lies in <c>$CREDENTIALS_DIRECTORY</c> is a credential.</summary>
    public static KeyFile At(string path)
    {
        var full = Path.GetFullPath(path);
        var credentials = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY");
        var handedIn = !string.IsNullOrEmpty(credentials)
            && full.StartsWith(Path.GetFullPath(credentials) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return new KeyFile(full, handedIn ? KeyFileKind.Credential : KeyFileKind.Ours);
    }

    /// <exception cref="KeyFileException">Missing, readable by others, or damaged.</exception>
    public KeyRing Read()
    {
        if (!Exists)
            throw new KeyFileException($"the key file {path} is missing, and the database cannot be read without it: restore the copy that belongs to the database");
        if (Kind == KeyFileKind.Ours && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
            throw new KeyFileException($"the key file {path} can be read or written by others; fix this with: chmod 600 {path}");

        var keys = new List<SealingKey>();
        var lines = Lines();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            keys.Add(Parse(line) ?? throw new KeyFileException($"{path}:{i + 1}: not a key; a line has eight hexadecimal digits, a space and 32 bytes in base64"));
        }

        try
        {
            return KeyRing.Of(keys);
        }
        catch (ArgumentException)
        {
            throw new KeyFileException($"the key file {path} has {(keys.Count == 0 ? "no key" : "one id twice")}; restore the copy that belongs to the database");
        }
    }

    /// <summary>Writes the ring in place of what is there: at any moment, a crash included, the file is the old or the new one, whole.</summary>
    /// <exception cref="KeyFileException">It is a credential, or cannot be written.</exception>
    public void Write(KeyRing ring)
    {
        if (Kind == KeyFileKind.Credential)
            throw new KeyFileException($"the key file {path} comes from systemd and cannot be changed from here; add or remove the line where the credential is stored, then restart the authority");

        var text = "# Keys of the Sallyport database. Store a copy apart from the backups of the database: without it they cannot be read.\n"
            + string.Concat(ring.Reveal().Select(line => line + "\n"));
        try
        {
            AtomicFile.Write(path, text, Ours);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"the key file {path} cannot be written: {e.Message}");
        }
    }

    private string[] Lines()
    {
        try
        {
            return [.. BoundedFile.Lines(path)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"the key file {path} cannot be read: {e.Message}");
        }
    }

    private static SealingKey? Parse(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var secret = new byte[SealingKey.Length];
        return parts.Length == 2
            && parts[0].Length == 8
            && uint.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            && Convert.TryFromBase64String(parts[1], secret, out var length)
            && length == SealingKey.Length
                ? new SealingKey(id, secret)
                : null;
    }
}

internal enum KeyFileKind
{
    Ours = 1,
    Credential = 2,
}

/// <summary>The key file cannot be used; the message says why and what to do.</summary>
internal sealed class KeyFileException(string message) : StoreException(message);
