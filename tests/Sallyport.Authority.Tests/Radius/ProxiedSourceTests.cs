using System.Net;
using System.Net.Sockets;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Radius;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Tests.Radius;

public sealed class ProxiedSourceTests : IDisposable
{
    private static readonly IPAddress Edge = IPAddress.Parse("192.0.2.1");

    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-proxied-").FullName;
    private readonly List<string> asked = [];
    private Socket? gate;

    private ProxiedOptions Options => new([IPNetwork.Parse("192.0.2.1/32")], Path.Combine(folder, "gate"));

    [Fact]
    public async Task The_client_behind_a_listed_proxy_is_whom_the_gate_names()
    {
        Answer("""{"source":"203.0.113.7","port":4711}""");
        Assert.Equal(IPAddress.Parse("203.0.113.7"), await True(Edge, 1234));
        Assert.Equal(["client 1234\n"], asked);
    }

    [Theory]
    [InlineData("the gate knows of no such session", """{"source":null,"port":null}""")]
    [InlineData("the gate knows no such question", """{"done":false,"text":"the gate accepts: …"}""")]
    [InlineData("the gate is something else", "SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("an empty answer", "")]
    [InlineData("an address that is none", """{"source":"somewhere"}""")]
    [InlineData("a number for an address", """{"source":7}""")]
    public async Task What_the_gate_cannot_say_is_an_unknown_source_and_never_the_proxys(string fault, string answer)
    {
        Answer(answer);
        Assert.True(await True(Edge, 1234) is null, fault);
    }

    [Fact]
    public async Task A_gate_that_is_away_leaves_the_source_unknown() => Assert.Null(await True(Edge, 1234));

    [Fact]
    public async Task Another_machines_process_numbers_mean_nothing_here()
    {
        Answer("""{"source":"203.0.113.7","port":4711}""");
        Assert.Null(await True(Edge, null));
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Whoever_came_by_themselves_is_not_asked_about()
    {
        var direct = IPAddress.Parse("198.51.100.9");
        Assert.Equal(direct, await True(direct, 1234));
        Assert.Null(await True(null, 1234));
        Assert.Equal(Edge, (await new ProxiedSources(null, TimeProvider.System).TrueAsync(new LoginAttempt("ann", Edge, "here"), 1234, Cancel)).Source);
    }

    [Fact]
    public void The_proxies_and_the_gates_socket_are_read_from_the_configuration()
    {
        var (options, faults) = AuthoritySettings.Read(Settings.SettingsFile.Parse("x", "[radius]\nproxies = 192.0.2.1, 2001:db8::1\ngate-control = /run/g\n"));
        Assert.Empty(faults);
        Assert.Equal("/run/g", options.Radius.Proxied!.Control);
        Assert.Equal(2, options.Radius.Proxied.Proxies.Length);
        Assert.Null(AuthoritySettings.Read(Settings.SettingsFile.Parse("x", "")).Options.Radius.Proxied);
    }

    public void Dispose()
    {
        gate?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<IPAddress?> True(IPAddress? told, int? process) =>
        (await new ProxiedSources(Options, TimeProvider.System).TrueAsync(new LoginAttempt("ann", told, "here"), process, Cancel)).Source;

    private void Answer(string answer)
    {
        gate = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        gate.Bind(new UnixDomainSocketEndPoint(Options.Control));
        gate.Listen();
        _ = Serve();

        async Task Serve()
        {
            using var client = await gate.AcceptAsync(Cancel);
            var buffer = new byte[256];
            var read = await client.ReceiveAsync(buffer, Cancel);
            asked.Add(Encoding.ASCII.GetString(buffer, 0, read));
            await client.SendAsync(Encoding.UTF8.GetBytes(answer), Cancel);
        }
    }
}
