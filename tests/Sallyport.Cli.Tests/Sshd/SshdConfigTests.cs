using System.Net;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Texts;

namespace Sallyport.Cli.Tests.Sshd;

public sealed class SshdConfigTests
{
    [Theory]
    [InlineData("a public key in place of the factor", "PubkeyAuthentication no")]
    [InlineData("the password alone by the password method", "PasswordAuthentication no")]
    [InlineData("a method besides PAM", "AuthenticationMethods keyboard-interactive:pam")]
    [InlineData("root without a second factor", "PermitRootLogin no")]
    [InlineData("an empty password", "PermitEmptyPasswords no")]
    [InlineData("a trusted host's word", "HostbasedAuthentication no")]
    [InlineData("a Kerberos ticket", "GSSAPIAuthentication no")]
    [InlineData("variables from ~/.ssh/environment", "PermitUserEnvironment no")]
    [InlineData("a name server that decides about Match", "UseDNS no")]
    public void every_door_closes(string attack, string line)
    {
        foreach (var order in Enum.GetValues<Order>())
            Assert.True(Lines(order).Contains(line, StringComparer.Ordinal), attack);
    }

    [Theory]
    [InlineData("a forward without the command", "DisableForwarding yes")]
    [InlineData("TCP", "AllowTcpForwarding no")]
    [InlineData("Unix sockets", "AllowStreamLocalForwarding no")]
    [InlineData("the agent", "AllowAgentForwarding no")]
    [InlineData("X11", "X11Forwarding no")]
    [InlineData("a tunnel", "PermitTunnel no")]
    [InlineData("~/.ssh/rc, which runs before the command", "PermitUserRC no")]
    [InlineData("another command", "ForceCommand /usr/sbin/login_duo")]
    public void nothing_passes_login_duo(string attack, string line) => Assert.True(Lines(Order.LoginDuo).Contains(line, StringComparer.Ordinal), attack);

    [Fact]
    public void public_keys_are_taken_only_in_trusted_networks()
    {
        var lines = Lines(Order.CodeFirst, "192.0.2.0/24", "2001:db8::/32");
        var match = Array.IndexOf(lines, "Match Address 192.0.2.0/24,2001:db8::/32");
        Assert.True(match > 0);
        Assert.True(Array.IndexOf(lines, "    PubkeyAuthentication yes") > match);
        Assert.True(Array.IndexOf(lines, "PubkeyAuthentication no") < match);
    }

    [Theory]
    [InlineData("TCPKeepAlive yes")]
    [InlineData("ClientAliveInterval 10")]
    [InlineData("ClientAliveCountMax 60")]
    public void sessions_survive_ten_minutes_without_a_network(string line) => Assert.Contains(line, Lines(Order.CodeFirst));

    [Theory]
    [InlineData(Order.CodeFirst, "PerSourcePenalties authfail:0 noauth:0")]
    [InlineData(Order.PasswordFirst, "PerSourcePenalties noauth:0")]
    [InlineData(Order.LoginDuo, "PerSourcePenalties noauth:0")]
    public void sshd_shuts_out_nobody_for_what_the_authority_counts(object order, string line)
    {
        var lines = SshdConfig.For(DoorOf((Order)order) with { Openssh = new OpensshVersion(9, 8) }).Split('\n');
        Assert.Contains(line, lines);
        Assert.Contains("PerSourcePenaltyExemptList 127.0.0.0/8,::1/128", lines);
        Assert.DoesNotContain(Lines((Order)order), text => text.StartsWith("PerSource", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a key of the account's own file", "AuthorizedKeysFile none")]
    [InlineData("a certificate", "TrustedUserCAKeys none")]
    [InlineData("a certificate's principals", "AuthorizedPrincipalsFile none")]
    [InlineData("another command that names keys", "AuthorizedKeysCommand /usr/bin/sallyport sshd offered-key --socket /run/sallyport/authority.sock %u %t %k")]
    [InlineData("a question as root", "AuthorizedKeysCommandUser sallyport-keys")]
    [InlineData("the password alone", "AuthenticationMethods publickey keyboard-interactive:pam")]
    public void with_day_keys_only_the_authority_names_keys(string attack, string line)
    {
        var lines = WithDayKeys().Split('\n');
        Assert.True(lines.Contains(line, StringComparer.Ordinal), attack);
        Assert.True(Array.IndexOf(lines, line) < Array.FindIndex(lines, text => text.StartsWith("Include", StringComparison.Ordinal)), "the site's lines come later");
    }

    [Fact]
    public void with_day_keys_the_accounts_own_keys_count_where_the_network_is_trusted()
    {
        var text = WithDayKeys();
        Assert.Contains("    AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2\n", text[text.IndexOf("Match Address", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static string WithDayKeys() => SshdConfig.For(DoorOf(Order.CodeFirst) with
    {
        Trusted = [IPNetwork.Parse("192.0.2.0/24")],
        DayKeys = new KeyQuestion("/usr/bin/sallyport", "/run/sallyport/authority.sock", "sallyport-keys"),
    });

    private static string[] Lines(Order order, params string[] trusted) =>
        SshdConfig.For(DoorOf(order) with { Trusted = [.. trusted.Select(network => IPNetwork.Parse(network))] }).Split('\n');

    private static Door DoorOf(Order order) => new()
    {
        Paths = new DoorPaths("sskd", "/"),
        Order = order,
        MachineConfig = "/nowhere/sshd_config",
        HostKeys = ["/etc/ssh/ssh_host_ed25519_key"],
        Openssh = new OpensshVersion(9, 2),
    };
}
