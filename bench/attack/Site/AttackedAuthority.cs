using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Bench.Attack.Site;

/// <summary>A whole authority with its store on the disk, RADIUS and the Duo face on free loopback ports, taken away at the end.</summary>
internal sealed class AttackedAuthority : IAsyncDisposable
{
    public const string RadiusSecret = "the-secret-of-the-attack-bench";

    /// <summary>The addresses of two RADIUS clients.</summary>
    public static readonly IPAddress Client = IPAddress.Loopback;
    public static readonly IPAddress OtherClient = IPAddress.Parse("127.0.0.2");

    private readonly DirectoryInfo folder;
    private readonly AuthorityHost host;

    private AttackedAuthority(DirectoryInfo folder, AuthorityHost host, int duoPort) => (this.folder, this.host, DuoPort) = (folder, host, duoPort);

    public IStore Store => host.Store;

    public IPEndPoint Radius => host.Radius.EndPoints.Single();

    /// <summary>What RADIUS did not answer, by the reason's name.</summary>
    public IReadOnlyDictionary<string, long> Drops =>
        host.Radius.Drops.Counts().ToDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal);

    public int DuoPort { get; }

    public string RootFile => Path.Combine(folder.FullName, "state", CertificateAuthority.RootFile);

    /// <param name="options">What is to differ from the defaults; places and listeners are the bench's own.</param>
    /// <param name="cancel">Ends the start.</param>
    public static async Task<AttackedAuthority> StartAsync(AuthorityOptions options, CancellationToken cancel)
    {
        var made = Directory.CreateTempSubdirectory("sallyport-attack-bench-");
        var secret = Path.Combine(made.FullName, "secret");
        await File.WriteAllTextAsync(secret, RadiusSecret, cancel);
        var duoPort = FreePort();
        var placed = options with
        {
            StateFolder = Path.Combine(made.FullName, "state"),
            NoticesFolder = Path.Combine(made.FullName, "notices"),
            Socket = Path.Combine(made.FullName, "authority.sock"),
            Radius = options.Radius with
            {
                Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
                Clients = [new RadiusClientOptions("bench", [new IPNetwork(Client, 32)], secret), new RadiusClientOptions("other", [new IPNetwork(OtherClient, 32)], secret)],
            },
            Duo = options.Duo with { Listen = [new IPEndPoint(IPAddress.Loopback, duoPort)] },
        };
        return new AttackedAuthority(made, await AuthorityHost.StartAsync(placed, new AuthorityDependencies { Start = StoreStart.New }, cancel), duoPort);
    }

    /// <summary>A registered person with an authenticator app.</summary>
    public async Task<TotpKey> EnrolAsync(string name, CancellationToken cancel)
    {
        var key = new TotpKey(RandomNumberGenerator.GetBytes(20));
        var person = Person.Registered(name) with { Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(key) } };
        await Store.CommitAsync(person, ImmutableArray<AuditEvent>.Empty, cancel);
        return key;
    }

    public static string CodeNow(TotpKey key) => key.CodeAt(key.StepAt(TimeProvider.System.GetUtcNow()));

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
