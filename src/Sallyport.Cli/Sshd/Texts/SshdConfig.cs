using System.Text;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Rules;

namespace Sallyport.Cli.Sshd.Texts;

/// <summary>The configuration of an outside sshd.</summary>
internal static class SshdConfig
{
    /// <summary>Prompts that end in a refusal before sshd hangs up; each already holds three codes.</summary>
    private const int TriesFromOutside = 3;

    /// <summary>An agent offers its keys one after the other, and each counts.</summary>
    private const int TriesWithKeys = 6;

    /// <summary>One or the other is enough.</summary>
    public const string WithKeys = "publickey keyboard-interactive:pam";

    private static readonly string[] SftpServers =
        ["/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/lib/ssh/sftp-server", "/usr/libexec/sftp-server"];

    public static string For(Door door)
    {
        var text = new StringBuilder();
        text.Append($"""
            # The outside sshd "{door.Name}", written by: sallyport sshd install --order {OrderNames.Of(door.Order)}
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
            {Methods(door)}
            KbdInteractiveAuthentication yes
            PasswordAuthentication no
            HostbasedAuthentication no
            GSSAPIAuthentication no
            KerberosAuthentication no
            PermitEmptyPasswords no
            PermitRootLogin no
            MaxAuthTries {(door.DayKeys is null ? TriesFromOutside : TriesWithKeys)}
            LoginGraceTime 120
            UseDNS no

            # A network that is down for ten minutes does not end a session, and firewalls see traffic.
            TCPKeepAlive yes
            ClientAliveInterval 10
            ClientAliveCountMax 60

            PrintMotd no
            PermitUserEnvironment no

            """);
        if (door.Openssh.HasPenalties)
            text.Append(Penalties(door));
        if (door.Order == Order.LoginDuo)
            text.Append(BehindLoginDuo);
        text.Append($"""

            # The site's own lines. They cannot change what is set above.
            Include {door.Paths.SiteFolder}/*.conf

            """);
        var machine = File.Exists(door.MachineConfig);
        text.Append(machine ? $"\n# What {door.MachineConfig} says.\n" : "\n");
        var rules = MachineRules.Read(door.MachineConfig, door.Order, door.LeftOut, door.KeySource);
        foreach (var line in rules.Global)
            text.Append(line.Text).Append('\n');
        if (!machine)
            text.Append($"Subsystem sftp {SftpServer}\n").Append(door.Order == Order.LoginDuo ? Locale : ForwardingAllowed);
        else if (door.Order == Order.LoginDuo)
            text.Append(MachineRules.SftpFor(door.MachineConfig, SftpServer)).Append('\n');
        foreach (var block in rules.Blocks)
            text.Append('\n').Append(block.Head).Append('\n').AppendJoin("", block.Lines.Select(line => $"    {line.Text}\n"));
        if (!door.Trusted.IsEmpty)
            text.Append(WhereTrusted(door));
        return text.ToString();
    }

    /// <summary>Either way lets somebody in alone, so a public key counts only when the authority says that its person vouched for it: no file of an account names any.</summary>
    private static string Methods(Door door) => door.DayKeys is not { } asked
        ? $"""
            AuthenticationMethods keyboard-interactive:pam
            PubkeyAuthentication no
            """
        : $"""
            # Or a public key that its person vouched for; the authority says which. No file of an account names one.
            AuthenticationMethods {WithKeys}
            PubkeyAuthentication yes
            AuthorizedKeysFile none
            AuthorizedKeysCommand {CommandOf(asked)}
            AuthorizedKeysCommandUser {asked.User}
            TrustedUserCAKeys none
            AuthorizedPrincipalsFile none
            AuthorizedPrincipalsCommand none
            """;

    /// <summary>What sshd runs to ask about a key.</summary>
    public static string CommandOf(KeyQuestion asked) => $"{asked.Program} sshd {KeyQuestion.OfferedKey} --socket {asked.Socket} %u %t %k";

    private static string AlsoOfAccounts(Door door) => door.DayKeys is null ? "" : $"\n    AuthorizedKeysFile {MachineRules.KeyFilesOf(door.MachineConfig)}";

    /// <summary>
    /// sshd's penalties shut out an address with everybody behind it, right codes too. Wrong codes are the authority's to count, by name and network;
    /// wrong passwords are counted by nobody else where the password comes first. Behind a relay on this machine all clients have one address.
    /// </summary>
    private static string Penalties(Door door) => $"""

        # Wrong codes are counted by the authority; a relaying gate on this machine has one address for everybody.
        PerSourcePenalties {(door.Order == Order.CodeFirst ? "authfail:0 " : "")}noauth:0
        PerSourcePenaltyExemptList {string.Join(',', door.PenaltyExempt.Select(network => network.ToString()).Prepend("::1/128").Prepend("127.0.0.0/8"))}

        """;

    public static string AboutTheSiteFolder(Door door) => $"""
        Lines of sshd_config(5) for the outside sshd "{door.Name}" alone, in files named *.conf: install and remove leave them as they are.
        They stand before what is taken over from the machine's own sshd, and after what the door needs to ask for the second factor.

        """;

    private const string Locale = "AcceptEnv LANG LC_*\n";

    private const string ForwardingAllowed = Locale + "X11Forwarding yes\n";

    private static string SftpServer => SftpServers.FirstOrDefault(File.Exists) ?? "internal-sftp";

    /// <summary>The factor is asked for by a command, after sshd has let the person in: nothing may happen without that command.</summary>
    private const string BehindLoginDuo = """

        # The factor is asked for by this command. A client that asks for forwarding alone never runs it, and ~/.ssh/rc
        # runs before it: both are off.
        ForceCommand /usr/sbin/login_duo
        AcceptEnv DUO_PASSCODE
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
            AuthenticationMethods {WithKeys}{AlsoOfAccounts(door)}
            MaxAuthTries {TriesWithKeys}

        """;
}
