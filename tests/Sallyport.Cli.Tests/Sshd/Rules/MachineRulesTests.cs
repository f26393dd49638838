using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Rules;

namespace Sallyport.Cli.Tests.Sshd.Rules;

/// <summary>What a door takes over from the machine's own sshd, and what stops its installation.</summary>
public sealed class MachineRulesTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("AllowUsers alice bob@192.0.2.0/24")]
    [InlineData("DenyUsers mallory")]
    [InlineData("AllowGroups staff")]
    [InlineData("DenyGroups \"domain users\"")]
    [InlineData("Banner /etc/issue.net")]
    [InlineData("Ciphers aes256-gcm@openssh.com")]
    [InlineData("MACs hmac-sha2-512")]
    [InlineData("KexAlgorithms sntrup761x25519-sha512@openssh.com")]
    [InlineData("ForceCommand internal-sftp")]
    [InlineData("ChrootDirectory /srv/sftp")]
    [InlineData("AllowTcpForwarding no")]
    [InlineData("X11Forwarding no")]
    [InlineData("PermitTTY no")]
    [InlineData("MaxSessions 1")]
    [InlineData("RevokedKeys /etc/ssh/revoked")]
    [InlineData("Subsystem sftp /usr/lib/openssh/sftp-server -R")]
    [InlineData("RefuseConnection yes")]
    public void a_rule_for_everybody_is_taken_over_to_the_letter(string line) =>
        Assert.Equal([line], Read(Order.CodeFirst, line).Global.Select(taken => taken.Text));

    [Theory]
    [InlineData("PasswordAuthentication yes")]
    [InlineData("PermitRootLogin yes")]
    [InlineData("AuthenticationMethods publickey")]
    [InlineData("GSSAPIAuthentication yes")]
    [InlineData("PermitEmptyPasswords yes")]
    [InlineData("Port 22")]
    [InlineData("UsePAM no")]
    [InlineData("UseDNS yes")]
    public void how_the_machine_asks_is_not(string line)
    {
        Assert.Empty(Read(Order.CodeFirst, line).Global);
        var rules = Read(Order.CodeFirst, $"Match User alice\n    {line}\n");
        Assert.Empty(rules.Blocks);
        Assert.Empty(rules.Refused);
    }

    [Fact]
    public void a_block_is_taken_over_without_how_it_asks()
    {
        var rules = Read(Order.CodeFirst, "Match Group sftponly Address 192.0.2.0/24\n  PasswordAuthentication yes\n  ChrootDirectory /srv/%u\n  ForceCommand internal-sftp\nMatch all\n  PermitTTY no\n");
        Assert.Equal(["Match Group sftponly Address 192.0.2.0/24", "Match all"], rules.Blocks.Select(block => block.Head));
        Assert.Equal(["ChrootDirectory /srv/%u", "ForceCommand internal-sftp"], rules.Blocks[0].Lines.Select(line => line.Text));
    }

    [Theory]
    [InlineData(Order.CodeFirst, "Match LocalPort 22\n  ForceCommand /bin/false", "Match LocalPort 22")]
    [InlineData(Order.CodeFirst, "Match LocalAddress 192.0.2.1 User bob\n  PermitTTY no", "Match LocalAddress 192.0.2.1 User bob")]
    [InlineData(Order.CodeFirst, "UseDNS yes\nMatch Host *.example.org\n  PermitTTY no", "Match Host *.example.org")]
    [InlineData(Order.LoginDuo, "Match Group sftponly\n  ForceCommand internal-sftp", "Match Group sftponly")]
    [InlineData(Order.LoginDuo, "Match User bob\n  ChrootDirectory /srv", "Match User bob")]
    [InlineData(Order.LoginDuo, "ForceCommand /usr/local/bin/menu", "ForceCommand /usr/local/bin/menu")]
    public void what_cannot_be_taken_over_is_named_and_can_be_left_out(object order, string config, string rule)
    {
        Assert.Equal([rule], Read((Order)order, config).Refused.Select(refused => refused.Rule));
        Assert.Empty(Read((Order)order, config, rule).Refused);
    }

    [Theory]
    [InlineData("AllowTcpForwarding yes")]
    [InlineData("X11Forwarding yes")]
    [InlineData("DisableForwarding no")]
    [InlineData("PermitTunnel yes")]
    [InlineData("PermitUserRC yes")]
    [InlineData("GatewayPorts yes")]
    [InlineData("ForceCommand none")]
    public void nothing_opens_a_way_around_login_duo(string line)
    {
        Assert.Empty(Read(Order.LoginDuo, line).Global);
        Assert.Empty(Read(Order.LoginDuo, $"Match User alice\n    {line}\n").Blocks);
    }

    [Fact]
    public void what_is_included_is_read_in_its_place()
    {
        Write("sub/10-a.conf", "AllowUsers a\nMatch User x\n  PermitTTY no\n");
        Write("sub/20-b.conf", "AllowUsers b\n");
        Write("inner.conf", "MaxSessions 2\nMatch Address 192.0.2.0/24\n  MaxSessions 1\n");
        var rules = Read(Order.CodeFirst, $"Include {folder.Root}/sub/*.conf\nAllowUsers c # of the house\nMatch Group g\n  Include \"{folder.Root}/inner.conf\"\n  PermitTTY no\n");
        Assert.Equal(["AllowUsers a", "AllowUsers b", "AllowUsers c # of the house"], rules.Global.Select(line => line.Text));
        Assert.Equal(
            ["Match User x: PermitTTY no", "Match Group g: MaxSessions 2", "Match Group g Address 192.0.2.0/24: MaxSessions 1", "Match Group g: PermitTTY no"],
            rules.Blocks.SelectMany(block => block.Lines.Select(line => $"{block.Head}: {line.Text}")));
    }

    [Theory]
    [InlineData("AuthorizedKeysFile /etc/keys/%u")]
    [InlineData("TrustedUserCAKeys /etc/ssh/ca.pub")]
    [InlineData("AuthorizedPrincipalsCommand /bin/true")]
    public void what_names_keys_is_not_taken_over_where_the_authority_names_them(string line)
    {
        Write("sshd_config", $"{line}\nMatch User bob\n  {line}\n");

        var rules = MachineRules.Read(folder.Root + "/sshd_config", Order.CodeFirst, [], KeySource.Authority);
        Assert.Empty(rules.Global);
        Assert.Equal("Match User bob", Assert.Single(rules.Refused).Rule);
        Assert.Empty(MachineRules.Read(folder.Root + "/sshd_config", Order.CodeFirst, ["Match User bob"], KeySource.Authority).Refused);
    }

    [Fact]
    public void a_machine_without_an_sshd_has_no_rules() => Assert.Equal(MachineRules.None, MachineRules.Read(folder.Root + "/none", Order.CodeFirst, [], KeySource.Accounts));

    [Theory]
    [InlineData("Subsystem sftp internal-sftp -R", "Subsystem sftp /usr/lib/openssh/sftp-server -R")]
    [InlineData("Subsystem sftp /opt/sftp", "Subsystem sftp /opt/sftp")]
    [InlineData("PermitTTY yes", null)]
    public void login_duo_starts_the_machines_sftp_server_as_a_program(string line, string? expected)
    {
        Write("sshd_config", line);
        Assert.Equal(expected, MachineRules.SftpFor(folder.Root + "/sshd_config", "/usr/lib/openssh/sftp-server"));
    }

    private MachineRules Read(Order order, string text, params string[] leftOut)
    {
        Write("sshd_config", text);
        return MachineRules.Read(folder.Root + "/sshd_config", order, leftOut, KeySource.Accounts);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
