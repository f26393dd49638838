using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Phone;
using Sallyport.Authority.Delivery.WebPush;
using Sallyport.Authority.Duo;
using Sallyport.Authority.Duo.Transport;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Local;
using Sallyport.Authority.Local.Endpoints;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal;
using Sallyport.Authority.Portal.Administration;
using Sallyport.Authority.Portal.Passkeys;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.SingleSignOn;
using Sallyport.Authority.Push;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Registered;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Sites;
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
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = LocalJson.Default.Options.PropertyNamingPolicy;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, LocalJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, ImportJson.Default);
        });
        AddServices(builder.Services, options, parts, store);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.ListenUnixSocket(options.Socket, listen => listen.Protocols = HttpProtocols.Http1);
            foreach (var endPoint in options.Duo.Listen)
                DuoListener.Listen(kestrel, endPoint, kestrel.ApplicationServices.GetRequiredService<ServerCertificate>());
            foreach (var endPoint in options.Portal.IsOn ? options.Portal.Listen : [])
                PortalListener.Listen(kestrel, endPoint, kestrel.ApplicationServices.GetRequiredService<ServerCertificate>());
        });
        return builder.Build();
    }

    private static void AddServices(IServiceCollection services, AuthorityOptions options, AuthorityDependencies parts, IStore store)
    {
        var (clients, faults) = ClientSecrets.Read(options.Radius.Clients);
        if (!faults.IsEmpty)
            throw new StartFailure(string.Join("; ", faults));

        services.Configure<HostOptions>(host => host.ShutdownTimeout = MostShutdown);
        services.AddSingleton(options);
        services.AddSingleton(parts.Clock);
        services.AddSingleton(parts.Accounts);
        services.AddSingleton<IPeople>(store);
        services.AddSingleton<IAuditLog>(store);
        services.AddSingleton<IHosts>(store);
        services.AddSingleton(store);
        services.AddSingleton<ITrustedNetworks>(store);
        services.AddSingleton<IUpkeep>(store);

        var policies = new PolicySource(options, store, new Decoy(store.DecoyKey.Bytes, options.Decoys), parts.Clock, parts.Accounts);
        services.AddSingleton(policies);
        services.AddSingleton(policies.Names);
        services.AddSingleton<LoginFeed>();
        services.AddSingleton<NotMeAlert>();
        services.AddSingleton<ILoginObserver>(provider => new Observers(
            provider.GetRequiredService<LoginFeed>(),
            provider.GetRequiredService<NotMeAlert>(),
            new SessionNotices(options.NoticesFolder, provider.GetRequiredService<ILogger<LoginService>>()),
            new LoginLog(provider.GetRequiredService<ILogger<LoginService>>())));
        services.AddSingleton<LoginService>();
        services.AddSingleton<PeopleService>();
        AddPush(services, options);
        services.AddSingleton<HostService>();
        services.AddSingleton<NetworkService>();

        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<UserEndpoints>();
        services.AddSingleton<FactorEndpoints>();
        services.AddSingleton<DeviceEndpoints>();
        services.AddSingleton<HostEndpoints>();
        services.AddSingleton<NetworkEndpoints>();
        services.AddSingleton<AuditEndpoints>();
        services.AddSingleton<StoreEndpoints>();
        services.AddSingleton<ImportEndpoints>();
        services.AddSingleton<RolloutReporter>();
        services.AddSingleton<RolloutEndpoints>();
        services.AddSingleton<SitePublisher>();
        services.AddSingleton<SiteEndpoints>();
        services.AddSingleton(provider => new FeedEndpoints(provider.GetRequiredService<LoginFeed>(), options, GateTokens.Read(options.Gates)));

        AddPortal(services, options, store);
        AddDelivery(services, options, parts, store);
        services.AddSingleton<DuoFace>();
        services.AddSingleton(provider => Certificate(options, parts.Clock, provider.GetRequiredService<ILogger<ServerCertificate>>()));

        services.AddSingleton(provider => new RadiusServer(
            options.Radius,
            clients,
            provider.GetRequiredService<LoginService>(),
            provider.GetRequiredService<PushLogins>(),
            parts.Clock,
            provider.GetRequiredService<ILogger<RadiusServer>>()));
        services.AddHostedService(provider => provider.GetRequiredService<RadiusServer>());
    }

    private static void AddPush(IServiceCollection services, AuthorityOptions options)
    {
        services.AddSingleton(options.Push);
        services.AddSingleton<PushWaiters>();
        services.AddSingleton<PushLogins>();
        services.AddSingleton<PushAnswerService>();
    }

    private static void AddPortal(IServiceCollection services, AuthorityOptions options, IStore store)
    {
        var seal = new SessionSeal(store.DecoyKey.Bytes);
        services.AddSingleton(seal);
        services.AddSingleton(new SessionCookie(seal, options.Portal.Policy));
        services.AddSingleton<RateLimits>();
        services.AddSingleton<Administrators>();
        services.AddSingleton<PortalService>();
        services.AddSingleton<PortalPipeline>();
        services.AddSingleton<PortalLinkEndpoint>();
        services.AddSingleton(new UserHandles(store.DecoyKey.Bytes));
        services.AddSingleton<Ceremonies>();
        services.AddAdministration();
        if (options.Portal is not { IsOn: true, SignOn: { } signOn })
            return;

        var secret = new Secret(FirstLine.Of(signOn.SecretFile, 1, "the secret of [sign-on]"));
        services.AddSingleton(provider => new OpenIdProvider(signOn, secret, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SignOn(signOn, provider.GetRequiredService<OpenIdProvider>(), options.Portal.Origin));
    }

    private static void AddDelivery(IServiceCollection services, AuthorityOptions options, AuthorityDependencies parts, IStore store)
    {
        services.AddSingleton(provider => new Deliveries(
            [.. options.Deliver.Select(way => Deliverer.Open(way, parts.Clock))], store, parts.Clock, provider.GetRequiredService<ILogger<Deliveries>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Deliveries>());
        services.AddSingleton(new VapidKey(store.DecoyKey, options.WebPush.Contact, parts.Clock));
        services.AddSingleton(options.WebPush);
        services.AddSingleton<WebPushSender>();
        services.AddSingleton<IPushCourier, PushCourier>();
        services.AddSingleton<CallAnswered>(provider => provider.GetRequiredService<PushAnswerService>().AnswerCallAsync);
    }

    private static ServerCertificate Certificate(AuthorityOptions options, TimeProvider clock, ILogger logger) =>
        options.Duo.CertificateFile is { } chain
            ? ServerCertificate.FromFiles(chain, options.Duo.CertificateKeyFile!, clock, logger.CertificateNotRenewed)
            : ServerCertificate.FromOwnAuthority(CertificateAuthority.Open(options.StateFolder, clock), Names(options), clock, logger.CertificateNotRenewed);

    /// <summary>One certificate serves both faces: the Duo face's names, then the portal's.</summary>
    private static string[] Names(AuthorityOptions options) =>
        [.. options.Portal.Url is { } url ? options.Duo.Names.Append(url.IdnHost).Distinct(StringComparer.OrdinalIgnoreCase) : options.Duo.Names];
}
