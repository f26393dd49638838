using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine.Outbound;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Delivery.Drivers;

/// <summary>One conversation with a mail server: commands out, replies in, TLS where it is asked for and never less than that.</summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private const int MostReplyBytes = 16 * 1024;

    private readonly string host;
    private Stream stream;
    private string[] greeting = [];

    private SmtpSession(Socket socket, string host) => (this.host, stream) = (host, new NetworkStream(socket, ownsSocket: true));

    /// <summary>Connects, secures the connection and says EHLO.</summary>
    /// <exception cref="SmtpReplyException">The server says no, or offers no STARTTLS where that is asked for.</exception>
    public static async Task<SmtpSession> OpenAsync(DnsEndPoint server, SmtpTls tls, TrustedRoots roots, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancel);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var session = new SmtpSession(socket, server.Host);
        try
        {
            if (tls == SmtpTls.Tls)
                await session.SecureAsync(roots, cancel);
            Check(await session.ReadReplyAsync(cancel), 220);
            await session.HelloAsync(cancel);
            if (tls == SmtpTls.Starttls)
            {
                if (!session.Offers("STARTTLS"))
                    throw new SmtpReplyException(502, "the mail server offers no STARTTLS");
                await session.ExpectAsync("STARTTLS", 220, cancel);
                await session.SecureAsync(roots, cancel);
                await session.HelloAsync(cancel);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>AUTH PLAIN (RFC 4616), or AUTH LOGIN where the server offers that and not PLAIN. A server that lists nothing is tried with PLAIN.</summary>
    /// <exception cref="SmtpReplyException">The server says no, or offers other ways only.</exception>
    public async Task AuthenticateAsync(string user, Secret password, CancellationToken cancel)
    {
        var offered = Mechanisms();
        if (offered.Count == 0 || offered.Contains("PLAIN"))
        {
            await ExpectAsync("AUTH PLAIN " + Base64($"\0{user}\0{password.Reveal()}"), 235, cancel);
        }
        else if (offered.Contains("LOGIN"))
        {
            await ExpectAsync("AUTH LOGIN", 334, cancel);
            await ExpectAsync(Base64(user), 334, cancel);
            await ExpectAsync(Base64(password.Reveal()), 235, cancel);
        }
        else
        {
            throw new SmtpReplyException(504, "the mail server offers neither AUTH PLAIN nor AUTH LOGIN");
        }
    }

    public async Task ExpectAsync(string line, int code, CancellationToken cancel)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancel);
        Check(await ReadReplyAsync(cancel), code);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task HelloAsync(CancellationToken cancel)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"EHLO {Dns.GetHostName()}\r\n"), cancel);
        greeting = await ReadReplyAsync(cancel);
        Check(greeting, 250);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // "AUTH=LOGIN" is how servers before RFC 2554 wrote it, and how some still do beside the other.
    private HashSet<string> Mechanisms() => greeting
        .Where(line => line.Length > 8 && line.AsSpan(4, 4).Equals("AUTH", StringComparison.OrdinalIgnoreCase) && line[8] is ' ' or '=')
        .SelectMany(line => line[9..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private bool Offers(string keyword) => greeting.Any(line => line.Length > 4 && string.Equals(line[4..].Split(' ')[0], keyword, StringComparison.OrdinalIgnoreCase));

    // Whatever the server sent before TLS stood is gone with the old stream: nothing is read ahead of a reply's last line.
    private async Task SecureAsync(TrustedRoots roots, CancellationToken cancel)
    {
        var secured = new SslStream(stream);
        stream = secured;
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = roots.Policy() }, cancel);
    }

    private async Task<string[]> ReadReplyAsync(CancellationToken cancel)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var one = new byte[1];
        for (var count = 0; count < MostReplyBytes; count++)
        {
            await stream.ReadExactlyAsync(one, cancel);
            if (one[0] != '\n')
            {
                line.Append((char)one[0]);
                continue;
            }

            lines.Add(line.ToString().TrimEnd('\r'));
            line.Clear();
            if (lines[^1] is { Length: < 4 } or [_, _, _, not '-', ..])
                return [.. lines];
        }

        throw new IOException("the reply does not end");
    }

    private static void Check(string[] reply, int expected)
    {
        var code = reply[^1].Length >= 3 && int.TryParse(reply[^1].AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 500;
        if (code != expected)
            throw new SmtpReplyException(code, $"the mail server answers {code}");
    }
}

/// <summary>The server answered, and not what was hoped for. Its own words may repeat ours and are not kept.</summary>
internal sealed class SmtpReplyException(int code, string message) : Exception(message)
{
    public bool IsTemporary => code is >= 400 and < 500;
}
