using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Feed;

/// <summary>
/// Reads the authority's results of logins for as long as the gate runs: <c>GET /v1/logins/stream</c> over its unix socket or over HTTPS with a token.
/// When the authority is away it tries again, after one second at first and a minute at most; meanwhile the gate goes by its own counts.
/// </summary>
internal sealed class FeedClient(AuthorityFeed authority, IFeedTarget target, TimeProvider time, ILogger log)
{
    private const int LongestLine = 4096;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        var wait = FirstWait;
        while (!cancel.IsCancellationRequested)
        {
            string fault;
            try
            {
                using var client = Connect();
                using var request = await RequestAsync(cancel);
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
                if (answer.IsSuccessStatusCode)
                {
                    wait = FirstWait;
                    log.AuthorityConnected(authority.Address.ToString());
                    target.FeedIsUp();
                    await ReadAsync(await answer.Content.ReadAsStreamAsync(cancel), cancel);
                    fault = "the authority ended the feed";
                }
                else
                {
                    fault = $"the authority answers {(int)answer.StatusCode}; is the gate's user in its gate group, or is the token correct?";
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or UnauthorizedAccessException or CryptographicException)
            {
                fault = failure.InnerException?.Message ?? failure.Message;
            }
            catch (OperationCanceledException)
            {
                if (cancel.IsCancellationRequested)
                    return;
                fault = "the authority did not answer in time";
            }

            target.FeedIsDown();
            log.AuthorityLost(authority.Address.ToString(), fault, wait.TotalSeconds);
            try
            {
                await Task.Delay(wait, time, cancel);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            wait = wait * 2 > LongestWait ? LongestWait : wait * 2;
        }
    }

    private async Task ReadAsync(Stream body, CancellationToken cancel)
    {
        var buffer = new byte[LongestLine];
        var held = 0;
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(held), cancel);
            if (read == 0)
                return;
            held += read;
            int end;
            while ((end = buffer.AsSpan(0, held).IndexOf((byte)'\n')) >= 0)
            {
                if (FeedLine.TryParse(Encoding.UTF8.GetString(buffer, 0, end).TrimEnd('\r')) is { } line)
                    target.Report(line);
                buffer.AsSpan(end + 1, held - end - 1).CopyTo(buffer);
                held -= end + 1;
            }

            if (held == buffer.Length)
                throw new IOException($"the feed has a line of more than {LongestLine} bytes");
        }
    }

    private HttpClient Connect()
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = { CertificateChainPolicy = Trust() },
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancel) =>
            {
                var socket = authority.SocketPath is null
                    ? new Socket(SocketType.Stream, ProtocolType.Tcp)
                    : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    if (authority.SocketPath is null)
                        KeepAlive(socket);
                    await socket.ConnectAsync(authority.SocketPath is { } path ? new UnixDomainSocketEndPoint(path) : context.DnsEndPoint, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, BaseAddress = authority.SocketPath is null ? authority.Address : new Uri("http://localhost") };
    }

    /// <summary>The authority's own root, read at each try: no other certificate passes then, the system's included.</summary>
    private X509ChainPolicy? Trust()
    {
        if (authority.RootFile is not { } file)
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }

    /// <summary>A feed is mostly silent: only probes tell a quiet authority from one that has vanished.</summary>
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    private async Task<HttpRequestMessage> RequestAsync(CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/logins/stream");
        if (authority.TokenFile is { } file)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(file, cancel)).Trim());
        return request;
    }
}
