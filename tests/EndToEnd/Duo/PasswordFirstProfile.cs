namespace EndToEnd.Duo;

/// <summary>How a sshd and its PAM service are set for the password first and pam_duo second.</summary>
internal static class PasswordFirstProfile
{
    public const string Settings = """
        UsePAM yes
        AuthenticationMethods keyboard-interactive:pam
        PasswordAuthentication no
        KbdInteractiveAuthentication yes
        MaxAuthTries 3
        """;

    public const string PasswordAlone = """
        auth requisite pam_unix.so
        account required pam_permit.so
        session required pam_permit.so
        """;

    public const string PasswordAndDuo = """
        auth requisite pam_unix.so
        auth required pam_duo.so conf={folder}/pam_duo.conf
        account required pam_permit.so
        session required pam_permit.so
        """;
}
