using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SshWith2fa.Profile;

namespace SshWith2fa.Tests.Profile;

/// <summary>First trust, over real TLS on loopback.</summary>
public sealed class PortalTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";
    private static readonly DateTimeOffset From = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2045, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, bool> Servers { get; } = new()
    {
        { "a certificate of the authority with that fingerprint", true },
        { "an authority with another fingerprint", false },
        { "a leaf of another authority behind the right one's certificate", false },
        { "a certificate for another name", false },
        { "an expired certificate", false },
        { "no fingerprint given for an authority the system does not know", false },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_portal_is_trusted_with(string server, bool trusted)
    {
        using var site = Authority("site");
        using var other = Authority("other");
        using var leaf = Leaf(
            server.StartsWith("a leaf of another", StringComparison.Ordinal) ? other : site,
            server.Contains("another name", StringComparison.Ordinal) ? "elsewhere.example" : "localhost",
            server.Contains("expired", StringComparison.Ordinal) ? From.AddYears(1) : To.AddYears(-1));
        await using var portal = new TlsServer(leaf, server.Contains("another fingerprint", StringComparison.Ordinal) ? other : site, Good);
        var fingerprint = server.StartsWith("no fingerprint", StringComparison.Ordinal) ? null : Portal.Fingerprint(Convert.ToHexString(SHA256.HashData(site.RawData)));
        var (document, problem) = await Portal.Fetch(portal.Address, fingerprint, TestContext.Current.CancellationToken);
        if (trusted) Assert.Equal("abc", Encoding.ASCII.GetString(document!));
        else
        {
            Assert.Null(document);
            Assert.Contains("certificate", problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "302")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "404")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\nConnection: close\r\n\r\nabc", "cannot be reached")]
    [InlineData("garbage\r\n\r\n", "cannot be reached")]
    public async Task An_odd_answer_changes_nothing(string answer, string says)
    {
        using var site = Authority("site");
        using var leaf = Leaf(site, "localhost", To.AddYears(-1));
        await using var portal = new TlsServer(leaf, site, answer);
        var (document, problem) = await Portal.Fetch(portal.Address, Convert.ToHexStringLower(SHA256.HashData(site.RawData)), TestContext.Current.CancellationToken);
        Assert.Null(document);
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SHA256:AA", null)]
    [InlineData("", null)]
    [InlineData("zz", null)]
    public void A_fingerprint_is_64_hex_digits(string text, string? read) => Assert.Equal(read, Portal.Fingerprint(text));

    [Fact]
    public void A_fingerprint_may_have_colons_and_capitals()
    {
        var hex = Convert.ToHexStringLower(SHA256.HashData("x"u8));
        Assert.Equal(hex, Portal.Fingerprint("sha256:" + string.Join(':', hex.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)))));
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(From, To);
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority, string name, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, From, until, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>Answers each connection with the same bytes.</summary>
    private sealed class TlsServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Task serving;

        public TlsServer(X509Certificate2 leaf, X509Certificate2 authority, string answer)
        {
            listener.Start();
            var pem = authority.ExportCertificatePem();
            var shown = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {pem.Length}\r\nConnection: close\r\n\r\n{pem}");
            serving = Serve(SslStreamCertificateContext.Create(leaf, null, offline: true), shown, Encoding.ASCII.GetBytes(answer));
        }

        public string Address => $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
        }

        private async Task Serve(SslStreamCertificateContext context, byte[] authority, byte[] answer)
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    try
                    {
                        await using var tls = new SslStream(client.GetStream());
                        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context });
                        var asked = new byte[4096];
                        var length = await tls.ReadAsync(asked);
                        await tls.WriteAsync(asked.AsSpan(0, length).IndexOf("/v1/site-ca"u8) >= 0 ? authority : answer);
                    }
                    catch (Exception fault) when (fault is IOException or System.Security.Authentication.AuthenticationException)
                    {
                        // The client went away: that is what some rows are about.
                    }
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Stopped.
            }
        }
    }
}
