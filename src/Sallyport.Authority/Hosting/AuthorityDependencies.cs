using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;

namespace Sallyport.Authority.Hosting;

/// <summary>What an authority stands on. Tests put a clock or a store of their own here; nothing here relaxes a check.</summary>
internal sealed record AuthorityDependencies
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<AuthorityOptions, TimeProvider, CancellationToken, Task<IStore>>? OpenStore { get; init; }

    /// <summary>Whether the database must be there, or is to be made.</summary>
    public StoreStart Start { get; init; } = StoreStart.Existing;

    public IAccounts Accounts { get; init; } = new UnixAccounts();

    public Action<ILoggingBuilder> Logging { get; init; } = _ => { };

    /// <summary>The store of the tests, or the database in the state folder.</summary>
    public async Task<IStore> OpenAsync(AuthorityOptions options, CancellationToken cancel) => OpenStore is not null
        ? await OpenStore(options, Clock, cancel)
        : await SqliteStore.OpenAsync(
            new SqliteStoreOptions(Path.Combine(options.StateFolder, AuthorityOptions.Database), KeyPath(options), Start: Start), Clock, cancel);

    private static string KeyPath(AuthorityOptions options)
    {
        if (options.KeyFile is { } configured)
            return configured;

        var credential = Path.Combine(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") ?? string.Empty, "key");
        return Path.IsPathRooted(credential) && File.Exists(credential) ? credential : Path.Combine(options.StateFolder, "key");
    }
}
