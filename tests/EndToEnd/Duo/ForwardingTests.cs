using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EndToEnd.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;

namespace EndToEnd.Duo;

/// <summary>login_duo runs only when a session starts: whoever has the key, and asks for forwarding alone, must get nothing.</summary>
[Needs("login_duo openssl")]
public sealed class ForwardingTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> NoEnvironment = new(StringComparer.Ordinal);

    private DuoServer authority = null!;
    private OwnSshd sshd = null!;
    private TcpListener treasury = null!;
    private int visits;

    public async ValueTask InitializeAsync()
    {
        authority = await DuoServer.StartAsync(TimeProvider.System);
        sshd = await StartAsync(LoginDuoProfile.Settings);
        treasury = new TcpListener(IPAddress.Loopback, 0);
        treasury.Start();
        _ = GuardAsync();
    }

    public async ValueTask DisposeAsync()
    {
        treasury.Dispose();
        await sshd.DisposeAsync();
        await authority.DisposeAsync();
    }

    private int TreasuryPort => ((IPEndPoint)treasury.LocalEndpoint).Port;

    [Fact]
    public async Task A_sshd_that_only_forces_login_duo_forwards_without_the_factor()
    {
        await using var open = await StartAsync(LoginDuoProfile.Factor);
        Assert.Equal("treasure", await ThroughLocalForwardAsync(open, "{port}:127.0.0.1:" + TreasuryPort));
    }

    [Fact]
    public async Task A_local_forward_gets_nothing()
    {
        Assert.Equal("", await ThroughLocalForwardAsync(sshd, "{port}:127.0.0.1:" + TreasuryPort));
        Assert.Equal(0, visits);
    }

    [Fact]
    public async Task A_local_forward_to_a_Unix_socket_gets_nothing()
    {
        var path = Path.Combine(sshd.Folder, "treasury.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        Assert.Equal("", await ThroughLocalForwardAsync(sshd, "{port}:" + path));
        Assert.False(listener.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task A_SOCKS_forward_gets_nothing()
    {
        var port = TreasuryPort;
        byte[] connect = [5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, (byte)(port >> 8), (byte)port];
        var got = await ThroughLocalForwardAsync(sshd, "{port}", option: "-D", connect);
        Assert.DoesNotContain("treasure", got, StringComparison.Ordinal);
        Assert.StartsWith("\u0005\0", got, StringComparison.Ordinal);
        Assert.Equal(0, visits);
    }

    [Fact]
    public async Task Standard_input_and_output_forwarded_get_nothing()
    {
        var ssh = await Run.OfAsync("ssh", sshd.Options("-W", $"127.0.0.1:{TreasuryPort}", "localhost"));
        Assert.Equal((255, ""), (ssh.ExitCode, ssh.Output));
        Assert.Contains("administratively prohibited", ssh.Error, StringComparison.Ordinal);
        Assert.Equal(0, visits);
    }

    [Theory]
    [InlineData("a port")]
    [InlineData("a Unix socket")]
    public async Task A_remote_forward_is_refused(string of)
    {
        var where = of == "a port" ? "0" : Path.Combine(sshd.Folder, "home/remote.sock");
        var ssh = await Run.OfAsync("ssh", sshd.Options("-o", "ExitOnForwardFailure=yes", "-N", "-R", $"{where}:127.0.0.1:{TreasuryPort}", "localhost"));
        Assert.Equal(255, ssh.ExitCode);
        Assert.Contains("remote port forwarding failed", ssh.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tunnel_is_refused()
    {
        var ssh = await Run.OfAsync("ssh", sshd.Options("-o", "ExitOnForwardFailure=yes", "-N", "-w", "any:any", "localhost"));
        Assert.NotEqual(0, ssh.ExitCode);
        Assert.Contains("Tunnel forwarding failed", ssh.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("the agent", "-A", "SSH_AUTH_SOCK")]
    [InlineData("X11", "-X", "DISPLAY")]
    public async Task Not_even_with_the_factor(string what, string option, string variable)
    {
        var key = authority.AddTotp(sshd.User);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DUO_PASSCODE"] = authority.CodeOf(key), ["DISPLAY"] = ":77" };
        var ssh = await Run.OfAsync("ssh-agent", ["ssh", .. sshd.Options("-o", "SendEnv=DUO_PASSCODE", option, "localhost", $"echo [${variable}]")], environment, "");
        Assert.True(ssh.Output == "[]\n", $"{what}: {ssh}");
    }

    [Fact]
    public async Task The_users_rc_file_does_not_run_before_the_factor()
    {
        var ssh = Path.Combine(sshd.Folder, "home/.ssh");
        Directory.CreateDirectory(ssh);
        await File.WriteAllTextAsync($"{ssh}/rc", $"touch {sshd.Folder}/home/rc-ran\n", TestContext.Current.CancellationToken);
        var refused = await Run.OfAsync("ssh", sshd.Options("localhost", "true"));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.False(File.Exists($"{sshd.Folder}/home/rc-ran"));
    }

    private async Task<OwnSshd> StartAsync(string settings) =>
        await OwnSshd.StartAsync("sshd", settings, "auth required pam_deny.so", await DuoConfiguration.ForAsync(authority, DuoClients.Old));

    private static async Task<string> ThroughLocalForwardAsync(OwnSshd server, string forward, string option = "-L", byte[]? send = null)
    {
        var port = FreePort.ForTcp();
        using var ssh = Run.Start("ssh", server.Options("-N", option, forward.Replace("{port}", $"{port}", StringComparison.Ordinal), "localhost"), NoEnvironment);
        try
        {
            using var tcp = await ConnectAsync(port, ssh);
            await tcp.GetStream().WriteAsync(send ?? "open, sesame\n"u8.ToArray());
            return await ReadAllAsync(tcp.GetStream()).WaitAsync(TimeSpan.FromSeconds(10));
        }
        finally
        {
            ssh.Kill();
            await ssh.WaitForExitAsync();
        }
    }

    /// <summary>What came, until the end or a reset.</summary>
    private static async Task<string> ReadAllAsync(NetworkStream stream)
    {
        var got = new StringBuilder();
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var length)
                got.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        catch (IOException)
        {
            // ssh closed a channel that had unread bytes.
        }
        return got.ToString();
    }

    private static async Task<TcpClient> ConnectAsync(int port, Process ssh)
    {
        for (var deadline = Stopwatch.StartNew(); ;)
        {
            var tcp = new TcpClient();
            try
            {
                await tcp.ConnectAsync(IPAddress.Loopback, port);
                return tcp;
            }
            catch (SocketException) when (deadline.Elapsed < TimeSpan.FromSeconds(10) && !ssh.HasExited)
            {
                tcp.Dispose();
                await Task.Delay(20);
            }
        }
    }

    private async Task GuardAsync()
    {
        try
        {
            while (true)
            {
                using var visitor = await treasury.AcceptTcpClientAsync();
                Interlocked.Increment(ref visits);
                await visitor.GetStream().WriteAsync("treasure"u8.ToArray());
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
