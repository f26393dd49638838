using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>TLS and HTTP as an independent client (openssl) sees them.</summary>
public sealed class DuoTransportTests : IAsyncLifetime
{
    private DuoServer server = null!;

    public async ValueTask InitializeAsync() => server = await DuoServer.StartAsync(TimeProvider.System);

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("-tls1_3", "Protocol  : TLSv1.3", true)]
    [InlineData("-tls1_2", "Protocol  : TLSv1.2", true)]
    [InlineData("-tls1_1 -cipher DEFAULT@SECLEVEL=0", "alert protocol version", false)]
    [InlineData("-tls1 -cipher DEFAULT@SECLEVEL=0", "alert protocol version", false)]
    public async Task Speaks_TLS_1_2_and_1_3_only(string version, string expected, bool verifies)
    {
        var output = await OpensslAsync(version);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Equal(verifies, output.Contains("Verify return code: 0 (ok)", StringComparison.Ordinal) && output.Contains("200 OK", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-tls1_3")]
    [InlineData("-tls1_2")]
    public async Task Resumes_sessions(string version)
    {
        var session = Path.Combine(server.Folder, "session.pem");
        Assert.Contains("New, TLS", await OpensslAsync($"{version} -sess_out {session}"), StringComparison.Ordinal);
        Assert.Contains("Reused, TLS", await OpensslAsync($"{version} -sess_in {session}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_HTTP_gets_nothing()
    {
        using var tcp = new TcpClient("localhost", server.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync("GET /auth/v2/ping HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        Assert.DoesNotContain("200", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<string> OpensslAsync(string arguments)
    {
        var start = new ProcessStartInfo("openssl", $"s_client -connect localhost:{server.Port} -servername localhost -verify_hostname localhost -CAfile {server.RootPath} {arguments}")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync("GET /auth/v2/ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It ended without reading: no handshake.
        }
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output + await error;
    }
}
