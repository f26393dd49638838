using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Duo.Transport;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Metrics;
using Sallyport.Authority.Portal;
using Sallyport.Authority.Portal.Administration;
using Sallyport.Authority.Portal.Passkeys;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.SingleSignOn;
using Sallyport.Authority.Push;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;

namespace Sallyport.Authority.Hosting;

/// <summary>A running authority: the store and every face. <c>sallyport serve</c> runs one; tests run one in their own process.</summary>
internal sealed class AuthorityHost : IAsyncDisposable
{
    private const long MostBodyBytes = 64 * 1024;

    /// <summary>What has not ended by then is cut off. Nothing should: whatever waits ends when the authority begins to stop.</summary>
    private static readonly TimeSpan MostShutdown = TimeSpan.FromSeconds(5);

    private readonly WebApplication app;

    private AuthorityHost(WebApplication app, IStore store) => (this.app, Store) = (app, store);

    public IStore Store { get; }

    /// <summary>Where it is listened, as URLs; a configured port 0 is here the one that was free.</summary>
    public ICollection<string> Addresses => app.Urls;

    public RadiusServer Radius => app.Services.GetRequiredService<RadiusServer>();

    /// <exception cref="StartFailure">Something is in the way; nothing is left running.</exception>
    public static async Task<AuthorityHost> StartAsync(AuthorityOptions options, AuthorityDependencies parts, CancellationToken cancel)
    {
        var store = await OpenStoreAsync(options, parts, cancel);
        WebApplication? starting = null;
        try
        {
            LocalSocketPath.Prepare(options.Socket);
            starting = Build(options, parts, store);
            MetricsListener.Map(starting);
            Endpoints.Map(starting);
            // Logins that wait for a device are told so, and the gates' feeds end, before their connections are closed.
            starting.Lifetime.ApplicationStopping.Register(starting.Services.GetRequiredService<PushWaiters>().Close);
            starting.Lifetime.ApplicationStopping.Register(starting.Services.GetRequiredService<LoginFeed>().Close);
            await starting.StartAsync(cancel);
            LocalSocketPath.OpenToEverybody(options.Socket);
            await store.AppendAsync([new AuditEvent(AuditKind.AuthorityStarted, Host: Dns.GetHostName())], cancel);
            return new AuthorityHost(starting, store);
        }
        catch (Exception e)
        {
            if (starting is not null)
                await starting.DisposeAsync();
            await store.DisposeAsync();
            if (e is IOException or UnauthorizedAccessException or StoreException or CryptographicException)
                throw new StartFailure(e.Message, e);
            throw;
        }
    }

    /// <summary>Makes the database and its key, and nothing else.</summary>
    /// <exception cref="StartFailure">There is one already, or something is in the way.</exception>
    public static async Task MakeStoreAsync(AuthorityOptions options, CancellationToken cancel) =>
        await (await OpenStoreAsync(options, new AuthorityDependencies { Start = StoreStart.New }, cancel)).DisposeAsync();

    /// <summary>Runs until the process is told to stop (SIGTERM, SIGINT).</summary>
    public Task WaitForShutdownAsync(CancellationToken cancel) => app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await Store.DisposeAsync();
    }

    private static async Task<IStore> OpenStoreAsync(AuthorityOptions options, AuthorityDependencies parts, CancellationToken cancel)
    {
        try
        {
            MakePrivateFolder(options.StateFolder);
            MakePrivateFolder(options.NoticesFolder);
            return await parts.OpenAsync(options, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException or KeyFileException or SealBrokenException)
        {
            throw new StartFailure(e.Message, e);
        }
    }

    private static void MakePrivateFolder(string path) =>
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static WebApplication Build(AuthorityOptions options, AuthorityDependencies parts, IStore store)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "sallyport",
            // Nothing is read there; the folder that the program was started from may be closed to its user.
            ContentRootPath = AppContext.BaseDirectory,
        });
        parts.Logging(builder.Logging);
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = MostShutdown);
        builder.Services
            .AddStore(options, parts, store)
            .AddMetrics()
            .AddPeople()
            .AddAudit()
            .AddLogins(options, parts, store)
            .AddPush(options)
            .AddDelivery(options, parts, store)
            .AddRadius(options)
            .AddDuo(options)
            .AddLocal(options)
            .AddPortal(options, store)
            .AddAdministration();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.ListenUnixSocket(options.Socket, listen => listen.Protocols = HttpProtocols.Http1);
            if (options.Metrics is { } metrics)
                MetricsListener.Listen(kestrel, metrics);
            foreach (var endPoint in options.Duo.Listen)
                DuoListener.Listen(kestrel, endPoint, kestrel.ApplicationServices.GetRequiredService<ServerCertificate>());
            foreach (var endPoint in options.Portal.IsOn ? options.Portal.Listen : [])
                PortalListener.Listen(kestrel, endPoint, kestrel.ApplicationServices.GetRequiredService<ServerCertificate>());
        });
        return builder.Build();
    }
}
