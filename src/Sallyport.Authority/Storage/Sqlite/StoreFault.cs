using Microsoft.Data.Sqlite;
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
        _ when fault.SqliteExtendedErrorCode == SharedMemorySize => "the disk that holds the database is full; make room, then it goes on by itself",
        raw.SQLITE_FULL => "the disk that holds the database is full; make room, then it goes on by itself",
        raw.SQLITE_READONLY => "the database cannot be written; check the owner and the mode of its file and folder, and whether the disk is mounted read-only",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program holds the database; end it, then it goes on by itself",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "the database is damaged; stop the authority and restore a backup",
        raw.SQLITE_CANTOPEN => "the database cannot be opened; check that its folder exists and that the authority may write in it",
        raw.SQLITE_IOERR => "the disk that holds the database reports an error; look at the kernel's log",
        _ => $"the database reports: {fault.Message}",
    };
}
