using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;

namespace Sallyport.Authority.Hosting;

/// <summary>What an authority stands on. Tests put a clock or a store of their own here; nothing here relaxes a check.</summary>
internal sealed record AuthorityParts
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<AuthorityOptions, TimeProvider, CancellationToken, Task<IStore>> OpenStore { get; init; } = OpenSqliteAsync;

    public IAccounts Accounts { get; init; } = new UnixAccounts();

    public Action<ILoggingBuilder> Logging { get; init; } = _ => { };

    private static async Task<IStore> OpenSqliteAsync(AuthorityOptions options, TimeProvider clock, CancellationToken cancel) =>
        await SqliteStore.OpenAsync(
            new SqliteStoreOptions(Path.Combine(options.StateFolder, "sallyport.db"), KeyPath(options)), clock, cancel);

    private static string KeyPath(AuthorityOptions options)
    {
        if (options.KeyFile is { } configured)
            return configured;

        var credential = Path.Combine(Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") ?? string.Empty, "key");
        return Path.IsPathRooted(credential) && File.Exists(credential) ? credential : Path.Combine(options.StateFolder, "key");
    }
}
