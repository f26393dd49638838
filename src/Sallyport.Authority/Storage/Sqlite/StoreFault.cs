using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;
using SQLitePCL;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>SQLite's errors as sentences.</summary>
internal static class StoreFault
{
    /// <summary>SQLITE_IOERR_SHMSIZE.</summary>
    private const int SharedMemorySize = 4874;

    public static StoreException Of(Exception fault) => fault switch
    {
        StoreException already => already,
        SqliteException sqlite => new StoreException(Sentence(sqlite), sqlite),
        _ => new StoreException($"the database could not be used: {fault.Message}", fault),
    };

    private static string Sentence(SqliteException fault) => fault.SqliteErrorCode switch
    {
        // A database that was closed cleanly cannot even be read on a full disk: its shared memory finds no room.
        _ when fault.SqliteExtendedErrorCode == SharedMemorySize => "the disk with the database is full; free some space, and the authority continues automatically",
        raw.SQLITE_FULL => "the disk with the database is full; free some space, and the authority continues automatically",
        raw.SQLITE_READONLY => "the database cannot be written; check the owner and the mode of its file and folder, and whether the disk is mounted read-only",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program has locked the database; stop it, and the authority continues automatically",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "the database is damaged; stop the authority and restore a backup",
        raw.SQLITE_CANTOPEN => "the database cannot be opened; check that its folder exists and that the authority may write to it",
        raw.SQLITE_IOERR => "the disk with the database reports an error; look at the kernel's log",
        _ => $"the database reports: {fault.Message}",
    };
}
