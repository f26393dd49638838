using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>What somebody between, beside or in place of the clients may try.</summary>
public sealed class DuoAttackTests : IAsyncLifetime
{
    private const string Preauth = "/rest/v1/preauth.bson";
    private const string PreauthV2 = "/auth/v2/preauth";

    private readonly TestClock clock = new();
    private DuoServer server = null!;
    private DuoClient client = null!;
    private DuoHost old = null!;
    private DuoHost dated = null!;

    public async ValueTask InitializeAsync()
    {
        server = await DuoServer.StartAsync(clock);
        client = new(server);
        old = await server.AddHostAsync("old", DuoClients.Old);
        dated = await server.AddHostAsync("dated", DuoClients.Dated);
        server.AddTotp("ada");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    public static TheoryData<string> RefusedSignatures => new(
        "a request without credentials",
        "an ikey that nobody has",
        "a signature of zeros",
        "the signature of another integration's key",
        "a request of one integration replayed under another's name",
        "a parameter changed after signing",
        "a parameter added after signing",
        "signed for another path",
        "signed for another method",
        "signed for another host",
        "sent with another Host header",
        "a signature without a date to an integration for new clients",
        "a date of six minutes ago",
        "a date six minutes ahead",
        "a date that is none",
        "two dates",
        "the date taken off",
        "the date replaced by a fresh one",
        "a key as the signature",
        "an Authorization header of 10,000 characters");

    [Theory]
    [MemberData(nameof(RefusedSignatures))]
    public async Task Gets_401_and_an_audit_row(string attack)
    {
        using var request = Attack(attack);
        var answer = await client.SendAsync(request);
        Assert.Equal((401, "FAIL"), (answer.Status, answer.Stat));
        if (attack == "a request without credentials")
            return;
        var row = Assert.Single(server.Events);
        Assert.Equal(AuditKind.SignatureRefused, row.Kind);
        Assert.Equal("127.0.0.1", row.Source?.ToString());
    }

    private HttpRequestMessage Attack(string attack)
    {
        var fresh = DuoClient.Date(clock.GetUtcNow());
        HttpRequestMessage request;
        switch (attack)
        {
            case "a request without credentials":
                request = Signed(old, null);
                request.Headers.Authorization = null;
                return request;
            case "an ikey that nobody has":
                return Signed(old with { IntegrationKey = "DINOBODYHASTHISKEY00" }, null);
            case "a signature of zeros":
                return DuoClient.Request(old.IntegrationKey, new byte[20], null, "POST", Preauth, "user=ada");
            case "the signature of another integration's key":
                return Signed(old with { SecretKey = dated.SecretKey }, null);
            case "a request of one integration replayed under another's name":
                return Signed(old with { IntegrationKey = dated.IntegrationKey }, fresh);
            case "a parameter changed after signing":
                return WithForm(Signed(old, null), "user=eve");
            case "a parameter added after signing":
                return WithForm(Signed(old, null), "ipaddr=192.0.2.1&user=ada");
            case "signed for another path":
                request = Signed(old, null);
                request.RequestUri = new Uri("/rest/v1/auth.bson", UriKind.Relative);
                return request;
            case "signed for another method":
                return Sign(old, "GET\nlocalhost\n" + Preauth + "\nuser=ada");
            case "signed for another host":
                return Sign(old, "POST\nevil.example\n" + Preauth + "\nuser=ada");
            case "sent with another Host header":
                request = Signed(old, null);
                request.Headers.Host = "evil.example";
                return request;
            case "a signature without a date to an integration for new clients":
                return Signed(dated, null);
            case "a date of six minutes ago":
                return Signed(dated, DuoClient.Date(clock.GetUtcNow().AddMinutes(-6)));
            case "a date six minutes ahead":
                return Signed(old, DuoClient.Date(clock.GetUtcNow().AddMinutes(6)));
            case "a date that is none":
                return Signed(dated, "today");
            case "two dates":
                request = Signed(dated, fresh);
                request.Headers.TryAddWithoutValidation("X-Duo-Date", fresh);
                return request;
            case "the date taken off":
                request = Signed(old, fresh);
                request.Headers.Remove("X-Duo-Date");
                return request;
            case "the date replaced by a fresh one":
                request = Signed(old, DuoClient.Date(clock.GetUtcNow().AddDays(-1)));
                request.Headers.Remove("X-Duo-Date");
                request.Headers.TryAddWithoutValidation("X-Duo-Date", fresh);
                return request;
            case "a key as the signature":
                return DuoClient.Request(old.IntegrationKey, old.SecretKey.Bytes[..20].ToArray(), null, "POST", Preauth, "user=ada");
            default:
                request = Signed(old, null);
                request.Headers.Authorization = null;
                request.Headers.TryAddWithoutValidation("Authorization", "Basic " + new string('A', 7000));
                return request;
        }
    }

    public static TheoryData<string, string, int> OddForms => new()
    {
        { "no user", "hostname=vm", 400 },
        { "an empty user", "user=", 400 },
        { "the user twice", "user=ada&user=eve", 400 },
        { "the user twice, once encoded", "user=ada&us%65r=eve", 400 },
        { "half a percent-encoding", "user=%a", 400 },
        { "no equals sign", "user", 400 },
        { "33 parameters", string.Join('&', Enumerable.Range(0, 33).Select(i => $"p{i:D2}=1")), 400 },
        { "a body past the limit", "user=" + new string('a', 17_000), 413 },
    };

    [Theory]
    [MemberData(nameof(OddForms))]
    public async Task Odd_forms_are_refused_before_anything_is_decided(string attack, string form, int status)
    {
        using var request = Sign(old, $"POST\nlocalhost\n{Preauth}\n{form}", form);
        var answer = await client.SendAsync(request);
        Assert.True(answer.Status == status, $"{attack}: {answer}");
        Assert.Equal("FAIL", answer.Stat);
    }

    public static TheoryData<string, string, string, int, int> LongBodies => new()
    {
        { "a name past the limit, where a command may be long", "/rest/v1/auth.bson", "user", 30_000, 413 },
        { "a code past the limit, where a command may be long", "/rest/v1/auth.bson", "auto", 600_000, 413 },
        { "a command before it is time for one", Preauth, "pushinfo", 17_000, 413 },
        { "a command past the limit", "/rest/v1/auth.bson", "pushinfo", 1_000_000, 413 },
        { "a command of the longest that sshd lets through, all of it encoded twice", "/rest/v1/auth.bson", "pushinfo", 5 * 128 * 1024, 200 },
        { "the same in the other dialect", "/rest/v1/auth.json", "pushinfo", 5 * 128 * 1024, 200 },
    };

    [Theory]
    [MemberData(nameof(LongBodies))]
    public async Task Only_a_command_may_be_long_and_no_longer_than_sshd_lets_through(string attack, string path, string name, int length, int status)
    {
        using var request = Long(old, path, name, length);
        var answer = await client.SendAsync(request);
        Assert.True(answer.Status == status, $"{attack}: {answer.Status}");
        Assert.Equal(status == 200 ? "OK" : "FAIL", answer.Stat);
    }

    [Fact]
    public async Task A_long_body_that_nobody_signed_is_refused_as_a_short_one_is()
    {
        using var request = Long(old with { SecretKey = dated.SecretKey }, "/rest/v1/auth.bson", "pushinfo", 500_000);
        Assert.Equal(401, (await client.SendAsync(request)).Status);
        Assert.Equal(AuditKind.SignatureRefused, Assert.Single(server.Events).Kind);
    }

    [Fact]
    public async Task Long_bodies_that_do_not_arrive_hold_few_places_and_not_for_long()
    {
        var stuck = Enumerable.Range(0, RequestBodies.LongAtOncePerSource + 1).Select(_ => HalfSentAsync()).ToArray();
        foreach (var half in stuck)
            await half.Begun;
        using var shorter = Signed(old, null);
        Assert.Equal(200, (await client.SendAsync(shorter)).Status);

        var next = Long(old, "/rest/v1/auth.bson", "pushinfo", 100_000);
        var waiting = client.SendAsync(next);
        // In small steps, and no further than to the first end: what then has a place arrives on the machine's own time.
        await clock.TurnUntilAsync(Task.WhenAny(stuck.Select(half => half.Status)), RequestBodies.Deadline / 500);
        Assert.Equal(200, (await waiting).Status);
        await clock.TurnUntilAsync(Task.WhenAll(stuck.Select(half => half.Status)), RequestBodies.Deadline);
        foreach (var half in stuck)
        {
            Assert.Contains("408", await half.Status, StringComparison.Ordinal);
            half.Connection.Dispose();
        }
        next.Dispose();
    }

    /// <summary>A request that promises 100,000 bytes and sends 20,000 of them.</summary>
    private (Task Begun, Task<string> Status, IDisposable Connection) HalfSentAsync()
    {
        var tcp = new TcpClient("localhost", server.Port);
        var stream = new SslStream(tcp.GetStream());
        var begun = BeginAsync();
        return (begun, StatusAsync(), tcp);

        async Task BeginAsync()
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = new()
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(server.RootPath) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            });
            var head = "POST /rest/v1/auth.bson HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "pushinfo=" + new string('a', 20_000)));
            await stream.FlushAsync();
        }

        async Task<string> StatusAsync()
        {
            await begun;
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            return await reader.ReadLineAsync() ?? "";
        }
    }

    private static HttpRequestMessage Long(DuoHost host, string path, string name, int length)
    {
        // As short as it can be in the form, as long as it can be in the signature.
        var value = string.Concat(Enumerable.Repeat("%2541", length / 5));
        var form = string.Join('&', new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["auto"] = "000000", ["factor"] = "auto", ["user"] = "ada", [name] = value,
        }.Select(pair => $"{pair.Key}={pair.Value}"));
        var signature = HMACSHA1.HashData(host.SecretKey.Bytes, Encoding.UTF8.GetBytes($"POST\nlocalhost\n{path}\n{form}"));
        return DuoClient.Request(host.IntegrationKey, signature, null, "POST", path, form);
    }

    public static TheoryData<string, string> OddNames => new()
    {
        { "bytes that are no UTF-8", "%FF%FE" },
        { "a NUL", "ada%00" },
        { "a line break", "ada%0Aroot" },
        { "an escape sequence", "%1B%5B2J" },
        { "a quote", "ada%27%3B--" },
        { "a slash", "..%2F..%2Fetc" },
        { "10,000 characters", new string('a', 10_000) },
        { "right to left", "%E2%80%AEada" },
        { "an upper-case twin", "ADA" },
        { "a space at the end", "ada%20" },
    };

    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task Odd_user_names_are_names_like_any_other(string attack, string name)
    {
        using var request = Sign(old, $"POST\nlocalhost\n{Preauth}\nuser={name}", $"user={name}");
        var known = await client.CallAsync(old, Dialect.V1Bson, "POST", Preauth, ("user", "ada"));
        var answer = await client.SendAsync(request);
        Assert.True($"{known}" == $"{answer}", $"{attack}: {answer}");
    }

    [Theory]
    [InlineData("10,000 digits", "1", 10_000)]
    [InlineData("10,000 line breaks", "\n", 5_000)]
    [InlineData("1,500 times a word of the skey dictionary", "FLEE ", 1_500)]
    [InlineData("sshd's answer for a name without an account", "\b\n\r\u007fINCORRECT", 10)]
    public async Task Long_answers_are_wrong_codes(string attack, string piece, int times)
    {
        var answer = await client.CallAsync(old, Dialect.V2, "POST", "/auth/v2/auth",
            ("username", "ada"), ("factor", "passcode"), ("passcode", string.Concat(Enumerable.Repeat(piece, times))));
        Assert.True(answer.Result == "deny", $"{attack}: {answer}");
        Assert.Equal(AuditKind.CodeWrong, Assert.Single(server.Events).Kind);
    }

    [Theory]
    [InlineData("192.0.2.7.evil.example")]
    [InlineData("010.0.0.1")]
    [InlineData("167772161")]
    [InlineData("10.0.0.1 ")]
    [InlineData("10.0.0.1,192.0.2.1")]
    public async Task An_address_that_is_none_is_never_trusted(string address)
    {
        await server.TrustAsync("10.0.0.0/8");
        await server.TrustAsync("0.0.0.0/0");
        var answer = await client.CallAsync(old, Dialect.V1Json, "POST", "/rest/v1/preauth.json", ("user", "ada"), ("ipaddr", address));
        Assert.Equal("auth", answer.Result);
    }

    [Theory]
    [InlineData("GET", "/rest/v1/preauth.bson", 405)]
    [InlineData("POST", "/rest/v1/status.json", 405)]
    [InlineData("DELETE", "/auth/v2/auth", 405)]
    [InlineData("GET", "/auth/v2/nothing", 404)]
    [InlineData("GET", "/auth/v2/../v2/nothing", 404)]
    public async Task Other_methods_and_addresses_are_refused(string method, string path, int status)
    {
        using var request = DuoClient.Sign(old, null, method, path);
        Assert.Equal(status, (await client.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Parameters_come_from_one_place_only()
    {
        using var request = Signed(old, null);
        request.RequestUri = new Uri(Preauth + "?user=eve", UriKind.Relative);
        Assert.Equal(400, (await client.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Refused_signatures_fill_no_more_than_twenty_audit_rows_a_minute()
    {
        for (var i = 0; i < 50; i++)
        {
            using var request = Attack("a signature of zeros");
            Assert.Equal(401, (await client.SendAsync(request)).Status);
        }
        Assert.Equal(20, server.Events.Count);

        clock.Advance(TimeSpan.FromMinutes(1));
        using var next = Attack("a signature of zeros");
        await client.SendAsync(next);
        Assert.Equal("wrong signature (30 more were refused before, without an audit row)", server.Events[^1].Detail);
    }

    [Fact]
    public async Task A_store_that_is_away_is_a_server_error_and_never_a_yes()
    {
        server.Store.Fault = new IOException("disk full");
        foreach (var (dialect, path, name) in ((Dialect, string, string)[])[(Dialect.V1Bson, Preauth, "user"), (Dialect.V2, PreauthV2, "username")])
        {
            var answer = await client.CallAsync(old, dialect, "POST", path, (name, "ada"));
            Assert.Equal((500, "FAIL"), (answer.Status, answer.Stat));
            Assert.DoesNotContain("disk", $"{answer}", StringComparison.Ordinal);
        }
    }

    private static HttpRequestMessage Signed(DuoHost host, string? date) => DuoClient.Sign(host, date, "POST", Preauth, ("user", "ada"));

    private static HttpRequestMessage Sign(DuoHost host, string canonical, string form = "user=ada") =>
        DuoClient.Request(host.IntegrationKey, HMACSHA1.HashData(host.SecretKey.Bytes, Encoding.UTF8.GetBytes(canonical)), null, "POST", Preauth, form);

    private static HttpRequestMessage WithForm(HttpRequestMessage request, string form)
    {
        request.Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        return request;
    }
}
