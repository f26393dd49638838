using System.Text;

namespace Sallyport.Cli.Sshd.Texts;

/// <summary>The configuration of an outside sshd.</summary>
internal static class SshdConfig
{
    /// <summary>Prompts that end in a refusal before sshd hangs up; each already holds three codes.</summary>
    private const int TriesFromOutside = 3;

    /// <summary>An agent offers its keys one after the other, and each counts.</summary>
    private const int TriesWhereTrusted = 6;

    private static readonly string[] SftpServers =
        ["/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/lib/ssh/sftp-server", "/usr/libexec/sftp-server"];

    public static string For(Door door)
    {
        var text = new StringBuilder();
        text.Append($"""
            # The outside sshd "{door.Name}", written by: sallyport sshd install --order {OrderWords.Of(door.Order)}
            # Run that again rather than edit this file: it keeps a copy of what it replaces.
            # The machine's own sshd (sshd_config) is another program on another port and is not touched.


            """);
        text.Append($"Port {door.Port}\n");
        foreach (var address in door.Listen)
            text.Append($"ListenAddress {address}\n");
        text.Append($"PidFile {door.Paths.PidFile}\n");
        foreach (var key in door.HostKeys)
            text.Append($"HostKey {key}\n");

        text.Append("\n# PAM asks for everything; see ").Append(door.Paths.PamService).Append('\n');
        text.Append("UsePAM yes\n");
        if (door.Openssh.NamesServiceInConfig)
            text.Append($"PAMServiceName {door.Name}\n");
        text.Append($"""
            AuthenticationMethods keyboard-interactive:pam
            KbdInteractiveAuthentication yes
            PasswordAuthentication no
            PubkeyAuthentication no
            HostbasedAuthentication no
            GSSAPIAuthentication no
            KerberosAuthentication no
            PermitEmptyPasswords no
            PermitRootLogin no
            MaxAuthTries {TriesFromOutside}
            LoginGraceTime 120
            UseDNS no

            # A network that is down for ten minutes does not end a session, and firewalls see traffic.
            TCPKeepAlive yes
            ClientAliveInterval 10
            ClientAliveCountMax 60

            PrintMotd no
            PermitUserEnvironment no
            Subsystem sftp {SftpServers.FirstOrDefault(File.Exists) ?? "internal-sftp"}

            """);
        text.Append(door.Order == Order.LoginDuo ? BehindLoginDuo : ForwardingAllowed);
        if (!door.Trusted.IsEmpty)
            text.Append(WhereTrusted(door));
        return text.ToString();
    }

    private const string ForwardingAllowed = """
        AcceptEnv LANG LC_*
        X11Forwarding yes

        """;

    /// <summary>The factor is asked for by a command, after sshd has let the person in: nothing may happen without that command.</summary>
    private const string BehindLoginDuo = """

        # The factor is asked for by this command. A client that asks for forwarding alone never runs it, and ~/.ssh/rc
        # runs before it: both are off.
        ForceCommand /usr/sbin/login_duo
        AcceptEnv LANG LC_* DUO_PASSCODE
        DisableForwarding yes
        AllowTcpForwarding no
        AllowStreamLocalForwarding no
        AllowAgentForwarding no
        X11Forwarding no
        PermitTunnel no
        GatewayPorts no
        PermitUserRC no

        """;

    private static string WhereTrusted(Door door) => $"""

        # Where no second factor is needed a public key will do as well. The authority decides about the code by its own list:
        # sallyport network list
        Match Address {string.Join(',', door.Trusted)}
            PubkeyAuthentication yes
            AuthenticationMethods publickey keyboard-interactive:pam
            MaxAuthTries {TriesWhereTrusted}

        """;
}
