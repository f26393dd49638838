using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Duo;
using Sallyport.Authority.Duo.Transport;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Push;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>The Duo face on a free loopback port, with its own certificate authority and a store in memory.</summary>
internal sealed class DuoServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DuoFace face;
    private readonly CertificateAuthority authority;

    private DuoServer(WebApplication app, DuoFace face, CertificateAuthority authority, MemoryStore store, TimeProvider clock, string folder)
    {
        (this.app, this.face, this.authority, Store, Clock, Folder) = (app, face, authority, store, clock, folder);
    }

    public MemoryStore Store { get; }

    public required TestPushes Pushes { get; init; }

    public TimeProvider Clock { get; }

    /// <summary>What the audit says of logins and signatures.</summary>
    public IReadOnlyList<AuditEvent> Events => [.. Store.Events.Where(row => row.Kind is not (AuditKind.HostAdded or AuditKind.NetworkAdded))];

    /// <summary>Readable by all, since login_duo reads the root certificate as another user.</summary>
    public string Folder { get; }

    public int Port { get; private set; }

    public string RootPath => Path.Combine(Folder, CertificateAuthority.RootFile);

    public static Task<DuoServer> StartAsync(TimeProvider clock, PushOptions? push = null, params DeliverOptions[] deliver) =>
        StartAsync(clock, DuoListener.Listen, push, deliver);

    public static async Task<DuoServer> StartAsync(TimeProvider clock, Action<KestrelServerOptions, IPEndPoint, ServerCertificate> listen, PushOptions? push = null, params DeliverOptions[] deliver)
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-duo-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var store = new MemoryStore(clock);
        var decoy = new Decoy(RandomNumberGenerator.GetBytes(32), DecoyMix.Default with { SkeyOf256 = 0, WebOtpOf256 = 0 });
        var options = new AuthorityOptions { TimeZone = TimeZoneInfo.Utc, Push = push ?? new PushOptions(), Deliver = [.. deliver] };
        var policies = new PolicySource(options, store, decoy, clock, new UnixAccounts());
        var observer = new Unobserved();
        var logins = new LoginService(store, policies, clock, observer);
        var pushes = new TestPushes(store, logins, observer, options, clock);
        var duo = new DuoFace(store, store, logins, pushes.Logins, options.Push, clock, NullLogger<DuoFace>.Instance);
        // TLS on the other end runs on the machine's clock, whatever the logins' says.
        var root = CertificateAuthority.Open(folder, TimeProvider.System);
        var certificate = ServerCertificate.FromOwnAuthority(root, ["localhost"], TimeProvider.System, fault => throw fault);

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => listen(server, new IPEndPoint(IPAddress.Loopback, 0), certificate));
        var web = builder.Build();
        Endpoints.MapDuo(web, duo);
        await web.StartAsync();

        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new(web, duo, root, store, clock, folder) { Port = new Uri(address).Port, Pushes = pushes };
    }

    public async Task<DuoHost> AddHostAsync(string name, DuoClients clients)
    {
        var host = new DuoHost(
            name,
            "DI" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 18),
            new Secret(RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 40)),
            clients);
        await Store.AddHostAsync(host, "root", CancellationToken.None);
        return host;
    }

    /// <summary>A registered person with an authenticator app.</summary>
    public TotpKey AddTotp(string name)
    {
        var key = new TotpKey(RandomNumberGenerator.GetBytes(20));
        Put(name, Enrolments.None with { Totp = TotpEnrolment.New(key) });
        return key;
    }

    /// <summary>A registered person with these factors.</summary>
    public void Put(string name, Enrolments enrolments) => Store.Put(Person.Registered(name) with { Enrolments = enrolments });

    public async Task TrustAsync(string network) => await Store.AddNetworkAsync(IPNetwork.Parse(network), "root", CancellationToken.None);

    public string CodeOf(TotpKey key, int stepsOff = 0) => key.CodeAt(key.StepAt(Clock.GetUtcNow()) + stepsOff);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Pushes.Dispose();
        face.Dispose();
        authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class Unobserved : ILoginObserver
    {
        public void Decided(LoginAttempt attempt, LoginDecision decision)
        {
        }
    }
}
