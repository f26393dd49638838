using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Tests.Storage;

namespace Sallyport.Authority.Tests.Local;

/// <summary>What of the local face the network can see: nothing but what bears its own proof, and the gates' feed against a token.</summary>
public sealed class HttpsListenerTests : IAsyncLifetime
{
    private const string Token = "a token of forty characters, for the gate";

    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("sallyport-https-");
    private HttpClient http = null!;
    private AuthorityHost? host;

    public async ValueTask InitializeAsync()
    {
        var tokenFile = Path.Combine(place.FullName, "gate.token");
        await File.WriteAllTextAsync(tokenFile, Token + "\n");
        var address = OwnAddress.Next();
        var options = new AuthorityOptions
        {
            StateFolder = Path.Combine(place.FullName, "state"),
            NoticesFolder = Path.Combine(place.FullName, "notices"),
            Socket = Path.Combine(place.FullName, "authority.sock"),
            Radius = new RadiusOptions { Listen = [] },
            Duo = new DuoOptions { Listen = [address] },
            Gates = [new GateOptions("edge", tokenFile)],
        };
        // The system's clock: the client checks the certificate's dates by it.
        var clock = TimeProvider.System;
        host = await AuthorityHost.StartAsync(
            options,
            new AuthorityDependencies { Clock = clock, OpenStore = (_, _, _) => Task.FromResult<Authority.Storage.IStore>(new MemoryStore(clock)) },
            CancellationToken.None);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(options.StateFolder, CertificateAuthority.RootFile)));
        var handler = OwnAddress.For(address);
        handler.SslOptions.CertificateChainPolicy = trust;
        http = new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{address.Port}") };
    }

    [Theory]
    [InlineData("GET", "/v1/health")]
    [InlineData("GET", "/v1/users")]
    [InlineData("GET", "/v1/users/root")]
    [InlineData("POST", "/v1/users/root")]
    [InlineData("POST", "/v1/users/root/recovery-codes")]
    [InlineData("POST", "/v1/users/root/web-otp")]
    [InlineData("GET", "/v1/hosts")]
    [InlineData("GET", "/v1/audit")]
    [InlineData("POST", "/v1/backup")]
    [InlineData("POST", "/v1/key/rotate")]
    [InlineData("GET", "/v1/site")]
    public async Task The_command_lines_pages_are_not_there(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer a token of forty characters, for the gatE")]
    [InlineData("bearer a token of forty characters, for the gate")]
    [InlineData("Basic a token of forty characters, for the gate")]
    public async Task The_feed_asks_for_its_token(string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/logins/stream");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_gate_with_its_token_hears_of_logins_and_a_token_opens_nothing_else()
    {
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + Token);
        using var stream = await http.GetAsync("/v1/logins/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var users = await http.GetAsync("/v1/users", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        Assert.Contains(users.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
    }

    [Fact]
    public void The_site_profile_is_signed_by_one_key_and_its_serial_grows()
    {
        var publisher = new Authority.Sites.SitePublisher(new AuthorityOptions { StateFolder = place.FullName }, new TestClock());
        Assert.Null(publisher.Signed());
        Assert.Null(publisher.Publish("[]"));
        Assert.Equal(1, publisher.Publish("""{"version":1,"serial":99}"""));
        var first = JsonNode.Parse(publisher.Signed()!)!;
        Assert.Equal(2, publisher.Publish("""{"version":1}"""));
        var second = JsonNode.Parse(publisher.Signed()!)!;

        Assert.Equal((string)first["key"]!, (string)second["key"]!);
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Bytes(second["key"]), out _);
        Assert.True(key.VerifyData(
            Bytes(second["payload"]), Bytes(second["signature"]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (host is not null)
            await host.DisposeAsync();
        place.Delete(recursive: true);
    }

    private static byte[] Bytes(JsonNode? text) => System.Buffers.Text.Base64Url.DecodeFromChars((string)text!);
}
