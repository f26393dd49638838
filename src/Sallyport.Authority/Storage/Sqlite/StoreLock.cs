using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>Held while an authority serves a database, so that no second one does: the kernel lets go of it when the process ends.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream file;

    private StoreLock(FileStream file) => this.file = file;

    /// <exception cref="StoreException">Another authority holds it, or the file cannot be made.</exception>
    public static StoreLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            return new StoreLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"{path} cannot be created; check that the authority may write to its folder", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new StoreException($"the folder of {databasePath} does not exist; create it, owned by the authority's user, mode 0700", e);
        }
        catch (IOException e) when (e.HResult == 11)
        {
            throw new StoreException($"another authority uses {databasePath}; stop it first, or give this one another database", e);
        }
        catch (IOException e)
        {
            throw new StoreException($"{path} cannot be created: {e.Message}", e);
        }
    }

    public void Dispose() => file.Dispose();
}
