namespace EndToEnd.Duo;

/// <summary>How a sshd must be set for login_duo to be a second factor.</summary>
internal static class LoginDuoProfile
{
    public const string Factor = """
        UsePAM no
        AuthenticationMethods publickey
        ForceCommand /usr/sbin/login_duo
        AcceptEnv DUO_PASSCODE
        """;

    // A client that asks for forwarding alone never runs the forced command. Each kind by its own name: DisableForwarding left out
    // X11 and agents before OpenSSH 10 (CVE-2025-32728). And sshd runs ~/.ssh/rc before the forced command.
    public const string Settings = Factor + """

        AllowTcpForwarding no
        AllowStreamLocalForwarding no
        AllowAgentForwarding no
        X11Forwarding no
        PermitTunnel no
        PermitUserRC no
        PermitUserEnvironment no
        """;
}
