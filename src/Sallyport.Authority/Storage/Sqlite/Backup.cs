using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>A copy of the database as of one moment, made while others write.</summary>
internal static class Backup
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Under another name until it is whole and on the disk, so that a file of that name is a whole backup.</summary>
    /// <exception cref="StoreException">The file exists or cannot be written.</exception>
    public static void Write(SqliteConnection connection, string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.Exists(full))
            throw new StoreException($"{full} already exists; name a new file");

        var partial = $"{full}.{Guid.NewGuid():N}.partial";
        try
        {
            // SQLite fills a file that is empty, and leaves its mode alone.
            File.Open(partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Ours }).Dispose();
            connection.Execute("VACUUM INTO ?", s => s.BindText(1, partial));
            using (var copy = File.OpenHandle(partial, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(copy);
            File.Move(partial, full, overwrite: false);
            Durable.FlushFolderOf(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the backup {full} could not be written: {e.Message}", e);
        }
        catch (SqliteException e)
        {
            throw new StoreException($"the backup {full} could not be written: {StoreFault.Of(e).Message}", e);
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }
}
