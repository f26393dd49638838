using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Bench.Portal;

/// <summary>A whole authority on SQLite with people who are signed in, and Kestrel's own record of how long each request took.</summary>
internal sealed class ServedPortal : IAsyncDisposable
{
    private const int EventsOfEach = 100;

    private readonly DirectoryInfo place;
    private readonly AuthorityHost host;
    private readonly MeterListener meter = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<double>> times = new(StringComparer.Ordinal);

    private ServedPortal(DirectoryInfo place, AuthorityHost host, Uri url, IReadOnlyList<string> cookies)
    {
        (this.place, this.host, Url, Cookies) = (place, host, url, cookies);
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "http.server.request.duration")
                listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<double>(Record);
        meter.Start();
    }

    public Uri Url { get; }

    /// <summary>One signed-in browser's cookie a person.</summary>
    public IReadOnlyList<string> Cookies { get; }

    public string RootFile => Path.Combine(place.FullName, "state", Authority.Secrets.CertificateAuthority.RootFile);

    public static async Task<ServedPortal> StartAsync(int people)
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-portal-bench-");
        var port = FreePort();
        var options = new AuthorityOptions
        {
            StateFolder = Path.Combine(folder.FullName, "state"),
            NoticesFolder = Path.Combine(folder.FullName, "notices"),
            Socket = Path.Combine(folder.FullName, "authority.sock"),
            Radius = new RadiusOptions { Listen = [] },
            Duo = new DuoOptions { Listen = [] },
            Portal = new PortalOptions { Url = new Uri($"https://localhost:{port}"), Listen = [new IPEndPoint(IPAddress.Loopback, port)] },
        };
        var running = await AuthorityHost.StartAsync(options, new AuthorityDependencies { Start = StoreStart.New }, CancellationToken.None);
        var cookies = await Task.WhenAll(Enumerable.Range(0, people).Select(number => SignInAsync(running, options, $"person{number}")));
        return new ServedPortal(folder, running, options.Portal.Url!, cookies);
    }

    /// <summary>The server's times in milliseconds by page, since the last look.</summary>
    public IReadOnlyDictionary<string, List<double>> Take()
    {
        lock (gate)
        {
            var taken = times.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
            times.Clear();
            return taken;
        }
    }

    public async ValueTask DisposeAsync()
    {
        meter.Dispose();
        await host.DisposeAsync();
        place.Delete(recursive: true);
    }

    private static async Task<string> SignInAsync(AuthorityHost running, AuthorityOptions options, string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        var ticket = Ticket.For(name, now);
        var person = Person.Registered(name) with
        {
            Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(new TotpKey(RandomNumberGenerator.GetBytes(20))) },
        };
        var decision = PortalRules.SignInBySignOn(person, ticket.Id, IPAddress.Loopback, options.Portal.Policy, now);
        ImmutableArray<AuditEvent> events = [.. Enumerable.Repeat(new AuditEvent(AuditKind.CodeWrong, name, IPAddress.Loopback, "bench"), EventsOfEach)];
        await running.Store.CommitAsync(decision.Next, events, CancellationToken.None);
        return $"{SessionCookie.Name}={new SessionSeal(running.Store.DecoyKey.Bytes).Seal("cookie", ticket.Write())}";
    }

    private void Record(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var (route, status) = ("?", 0);
        foreach (var (name, value) in tags)
        {
            if (name == "http.route")
                route = value as string ?? route;
            else if (name == "http.response.status_code")
                status = value as int? ?? 0;
        }

        lock (gate)
        {
            var page = status == 200 ? route : $"{route} ({status})";
            if (!times.TryGetValue(page, out var known))
                times[page] = known = [];
            known.Add(seconds * 1000);
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
