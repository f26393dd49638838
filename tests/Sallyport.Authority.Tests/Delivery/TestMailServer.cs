using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>A mail server on loopback that takes everything, or fails at the word it is told.</summary>
internal sealed class TestMailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-mail-").FullName;
    private readonly CertificateAuthority root;
    private readonly ServerCertificate certificate;
    private readonly SmtpTls tls;
    private readonly Task serving;

    public TestMailServer(SmtpTls tls)
    {
        this.tls = tls;
        root = CertificateAuthority.Open(folder, TimeProvider.System);
        certificate = ServerCertificate.FromOwnAuthority(root, ["localhost"], TimeProvider.System, fault => throw fault);
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string RootsFile => Path.Combine(folder, CertificateAuthority.RootFile);

    public ConcurrentQueue<string> Lines { get; } = new();

    public ConcurrentQueue<string> Mails { get; } = new();

    /// <summary>The command that fails, and its reply; an empty reply breaks the connection off.</summary>
    public (string Command, string Reply)? Failure { get; set; }

    /// <summary>What EHLO says of AUTH; empty: nothing.</summary>
    public string Auth { get; set; } = "AUTH PLAIN";

    public bool OffersStarttls { get; set; } = true;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await serving;
        root.Dispose();
        end.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task ServeAsync()
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                continue;
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        if (tls == SmtpTls.Tls)
            stream = await SecureAsync(stream);
        await SayAsync(stream, "220-test.example.net\r\n220 ready");
        while (await ReadLineAsync(stream) is { } line)
        {
            Lines.Enqueue(line);
            var word = line.Split(' ')[0].ToUpperInvariant();
            if (Failure is { } failure && failure.Command == word)
            {
                if (failure.Reply.Length == 0)
                    return;
                await SayAsync(stream, failure.Reply);
                continue;
            }

            switch (word)
            {
                case "EHLO":
                    await SayAsync(stream, $"250-test.example.net\r\n{(OffersStarttls ? "250-STARTTLS\r\n" : "")}{(Auth.Length > 0 ? $"250-{Auth}\r\n" : "")}250 8BITMIME");
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go ahead");
                    stream = await SecureAsync(stream);
                    break;
                case "AUTH":
                    if (line.EndsWith(" LOGIN", StringComparison.Ordinal))
                        await TakeLoginAsync(stream);
                    await SayAsync(stream, "235 welcome");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go ahead");
                    if (!await TakeMailAsync(stream))
                        return;
                    break;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task TakeLoginAsync(Stream stream)
    {
        foreach (var question in (string[])["VXNlcm5hbWU6", "UGFzc3dvcmQ6"])
        {
            await SayAsync(stream, "334 " + question);
            Lines.Enqueue(await ReadLineAsync(stream) ?? "");
        }
    }

    private async Task<bool> TakeMailAsync(Stream stream)
    {
        var mail = new StringBuilder();
        while (await ReadLineAsync(stream) is { } line && line != ".")
            mail.Append(line).Append('\n');
        Mails.Enqueue(mail.ToString());
        if (Failure is { Command: "." })
            return false;
        await SayAsync(stream, "250 queued");
        return true;
    }

    private async Task<Stream> SecureAsync(Stream stream)
    {
        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current }, end.Token);
        return secured;
    }

    private static Task SayAsync(Stream stream, string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n")).AsTask();

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, end.Token) == 1)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }
}
