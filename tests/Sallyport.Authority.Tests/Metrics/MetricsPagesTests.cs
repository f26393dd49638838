using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Storage;

namespace Sallyport.Authority.Tests.Metrics;

/// <summary>An authority with metrics, asked over HTTP as a collector does.</summary>
public sealed partial class MetricsPagesTests : IAsyncLifetime
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("sallyport-metrics-");
    private readonly TestClock clock = new();
    private readonly HttpClient http = new();
    private MemoryStore store = null!;
    private AuthorityHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Socket => Path.Combine(place.FullName, "authority.sock");

    public async ValueTask InitializeAsync()
    {
        store = new MemoryStore(clock);
        var options = new AuthorityOptions
        {
            StateFolder = Path.Combine(place.FullName, "state"),
            NoticesFolder = Path.Combine(place.FullName, "notices"),
            Socket = Socket,
            Metrics = new IPEndPoint(IPAddress.Loopback, 0),
            Radius = new RadiusOptions { Listen = [] },
            Duo = new DuoOptions { Listen = [] },
        };
        host = await AuthorityHost.StartAsync(
            options, new AuthorityDependencies { Clock = clock, OpenStore = (_, _, _) => Task.FromResult<IStore>(store) }, Cancel);
        http.BaseAddress = new Uri(host.Addresses.Single(address => address.StartsWith("http://127.", StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
        place.Delete(recursive: true);
    }

    [Fact]
    public async Task every_line_is_a_sample_of_a_metric_that_was_declared_before()
    {
        using var answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative), Cancel);
        Assert.Equal("text/plain; version=0.0.4", answer.Content.Headers.ContentType!.ToString());

        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in (await answer.Content.ReadAsStringAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.True(declared.Add(line.Split(' ')[2]), line);
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
                Assert.Contains(HistogramSuffix().Replace(Sample().Match(line).Groups["name"].Value, ""), declared);
        }

        Assert.Contains("sallyport_logins_total", declared);
    }

    [Fact]
    public async Task it_is_not_ready_for_half_a_minute_after_a_failed_write_or_while_the_database_cannot_be_read()
    {
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await GetAsync("/readyz"));

        store.Failure = new StoreFailure(clock.GetUtcNow(), "the disk is full");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the disk is full\n"), await GetAsync("/readyz"));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await GetAsync("/readyz"));

        store.Fault = new StoreException("the database cannot be read");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the database cannot be read\n"), await GetAsync("/readyz"));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync("/healthz"));
        store.Fault = null;
    }

    /// <summary>What is for other listeners is not there, and what is there is not on the others.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/v1/health")]
    [InlineData("/v1/users")]
    [InlineData("/v1/site-profile")]
    [InlineData("/v1/logins/stream")]
    [InlineData("/auth/v2/ping")]
    [InlineData("/metrics/")]
    public async Task nothing_else_can_be_had_there(string path) =>
        Assert.Equal((HttpStatusCode.NotFound, "here are /metrics, /healthz and /readyz\n"), await GetAsync(path));

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task and_it_cannot_be_had_elsewhere(string path)
    {
        using var local = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        using var answer = await local.GetAsync(new Uri("http://authority" + path), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task only_questions_are_answered()
    {
        using var answer = await http.PostAsync(new Uri("/metrics", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:9418", true)]
    [InlineData("[::1]:9418", true)]
    [InlineData("0.0.0.0:9418", false)]
    [InlineData("192.0.2.7:9418", false)]
    public void it_listens_on_this_machine_only(string address, bool isTaken)
    {
        var path = Path.Combine(place.FullName, "sallyport.conf");
        File.WriteAllText(path, $"metrics = {address}\n");
        Assert.Equal(isTaken, AuthoritySettings.Load(path).Faults.Count == 0);
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
        return new NetworkStream(connection, ownsSocket: true);
    }

    [GeneratedRegex(@"^(?<name>[a-z_]+)(\{[a-z_]+=""[^""]*""(,[a-z_]+=""[^""]*"")*\})? [-+.e0-9]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HistogramSuffix();
}
