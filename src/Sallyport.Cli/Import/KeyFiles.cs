using Sallyport.Cli.Import.Keys;
using Sallyport.Settings;

namespace Sallyport.Cli.Import;

/// <summary>What a file gave.</summary>
/// <param name="Path">The whole path.</param>
/// <param name="Format">Null when it could not be read.</param>
/// <param name="Problem">Why it could not be read; null when it could.</param>
internal sealed record ReadFile(string Path, IKeyFileFormat? Format, IReadOnlyList<FoundKey> Keys, string? Problem);

/// <summary>Opens, recognises and reads files.</summary>
/// <param name="prepare">Adds to a file what only the command line knows.</param>
/// <param name="askPassPhrase">Asks for the pass phrase of a sealed file.</param>
internal sealed class KeyFiles(Func<KeyFile, KeyFile> prepare, Func<string, Task<string>> askPassPhrase)
{
    private const string GoogleAuthenticator = ".google_authenticator";
    private const int MostHomeBytes = 64 * 1024;

    public async Task<ReadFile> ReadAsync(string path, CancellationToken cancel)
    {
        var full = Path.GetFullPath(path);
        var info = new FileInfo(full);
        if (!info.Exists)
            return Unread(full, Directory.Exists(full) ? "is a folder, not a file" : "is not there");
        if (info.Length > KeyFile.MostBytes)
            return Unread(full, $"is longer than {KeyFile.MostBytes / 1024 / 1024} MB");

        var bytes = BoundedFile.Bytes(full, KeyFile.MostBytes);
        if (Picture.Is(bytes))
        {
            if (await Picture.ReadAsync(full, cancel) is not { } text)
                return Unread(full, "is a picture; install zbar-tools to read QR codes");
            bytes = System.Text.Encoding.UTF8.GetBytes(text);
        }

        return await ReadAsync(full, prepare(new KeyFile(info.Name, bytes)));
    }

    /// <summary>The files in the home folders of people who have one.</summary>
    public async Task<IReadOnlyList<ReadFile>> ReadHomesAsync(IEnumerable<Home> homes)
    {
        var read = new List<ReadFile>();
        foreach (var home in homes)
        {
            var path = Path.Combine(home.Folder, GoogleAuthenticator);
            try
            {
                if (OwnedFile.Read(path, home.Uid, MostHomeBytes) is { } bytes)
                    read.Add(await ReadAsync(path, new KeyFile(GoogleAuthenticator, bytes) { Owner = home.User }));
            }
            catch (UnreadableFile unreadable)
            {
                read.Add(new ReadFile(path, null, [], unreadable.Message));
            }
        }

        return read;
    }

    private async Task<ReadFile> ReadAsync(string path, KeyFile file)
    {
        if (Formats.Of(file) is not { } format)
            return Unread(path, "is not in a format that import supports; see docs/operators/import.md");
        try
        {
            return new ReadFile(path, format, [.. format.Read(file)], null);
        }
        catch (SealedFile)
        {
            var passPhrase = await askPassPhrase(path);
            return await ReadAsync(path, file with { PassPhrase = () => passPhrase });
        }
        catch (UnreadableFile unreadable)
        {
            return Unread(path, $"cannot be read: {unreadable.Message}");
        }
    }

    private static ReadFile Unread(string path, string problem) => new(path, null, [], $"{path} {problem}");
}
