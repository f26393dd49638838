using System.Formats.Tar;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Backup;

/// <summary>Writes a site into one sealed file: a tar archive of its files, and of a copy of the database that the authority makes while logins go on.</summary>
internal static class CompleteBackup
{
    /// <param name="path">The file to make; nothing is left of it if this fails.</param>
    /// <param name="passPhrase">What opens it.</param>
    /// <param name="options">The authority's.</param>
    /// <param name="configuration">The file that they come from.</param>
    /// <param name="call">Where the authority is asked.</param>
    /// <returns>How many files it contains.</returns>
    /// <exception cref="IOException">A file cannot be read, or the backup cannot be written.</exception>
    public static async Task<int> WriteAsync(string path, string passPhrase, AuthorityOptions options, string configuration, Call call)
    {
        var database = path + ".database";
        try
        {
            await CopyDatabaseAsync(database, call);
            var files = SiteFiles.Of(options, configuration);
            await using (var file = NewFile(path))
            {
                await using var hidden = new SealingStream(file, passPhrase);
                await using (var archive = new TarWriter(hidden, TarEntryFormat.Pax, leaveOpen: true))
                {
                    foreach (var name in files)
                        await archive.WriteEntryAsync(name, name.TrimStart('/'), call.Cancel);
                    await archive.WriteEntryAsync(await DatabaseAsync(database, options, call.Cancel), call.Cancel);
                }

                hidden.Finish();
                file.Flush(flushToDisk: true);
            }

            return files.Count(File.Exists) + 1;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            File.Delete(database);
        }
    }

    public static async Task CopyDatabaseAsync(string path, Call call)
    {
        await using var copy = await call.Authority.DownloadAsync("/v1/backup", call.Cancel);
        await using var file = NewFile(path);
        await copy.CopyToAsync(file, call.Cancel);
        file.Flush(flushToDisk: true);
    }

    private static async Task<TarEntry> DatabaseAsync(string copy, AuthorityOptions options, CancellationToken cancel)
    {
        var place = Path.Combine(options.StateFolder, AuthorityOptions.Database);
        var owner = await Tool.RunAsync("/usr/bin/stat", ["-c", "%U %G", place], cancel);
        if (!owner.Succeeded || owner.Output.Trim().Split(' ') is not [var user, var group])
            throw new IOException($"whose {place} is cannot be told: {owner.Error.Trim()}");
        return new PaxTarEntry(TarEntryType.RegularFile, place.TrimStart('/'))
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            UserName = user,
            GroupName = group,
            DataStream = File.OpenRead(copy),
        };
    }

    private static FileStream NewFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        Options = FileOptions.Asynchronous,
    });
}
