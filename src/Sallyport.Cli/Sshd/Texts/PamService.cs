using System.Text;
using Sallyport.Authority.Logins;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Texts;

/// <summary>The PAM service of an outside sshd.</summary>
internal static class PamService
{
    public static string For(Door door, string noticesFolder)
    {
        var text = new StringBuilder();
        text.Append($"""
            # PAM service of the outside sshd "{door.Name}", written by: sallyport sshd install --order {OrderNames.Of(door.Order)}


            """);
        text.Append(door.Order switch
        {
            Order.CodeFirst => $"""
                # The code first: pam_radius_auth shows what the authority asks. A wrong code, or an authority that does not answer, ends it here.
                auth    requisite   pam_radius_auth.so conf={door.Paths.RadiusClient} skip_passwd prompt_attribute client_id={door.Name}
                # Then the password, as everywhere on this machine.
                {Machine(door, "auth")}

                """,
            Order.PasswordFirst => $"""
                # pam_duo lets everybody pass when its file is not as it demands: then nobody is asked anything.
                auth    requisite   {Guard(door)}
                # The password first, as everywhere on this machine; a wrong one ends it here.
                {Machine(door, "auth")}
                # Then the factor. failmode = secure in that file: an authority that does not answer is a refusal.
                auth    required    pam_duo.so conf={door.Paths.PamDuo}

                """,
            Order.LoginDuo => $"""
                # The password; the factor is asked for by login_duo, the ForceCommand of this sshd.
                {Machine(door, "auth")}

                """,
            _ => throw new ArgumentOutOfRangeException(nameof(door), door.Order, "no such order"),
        });
        text.Append($"""

            {(door.Order == Order.LoginDuo ? LoginDuoGuard(door) : "")}
            account required    pam_nologin.so
            {Machine(door, "account")}

            session [success=ok ignore=ignore module_unknown=ignore default=bad] pam_selinux.so close
            session required    pam_loginuid.so
            session optional    pam_keyinit.so force revoke
            {SessionBegins(door)}{Machine(door, "session")}
            session optional    pam_motd.so motd=/run/motd.dynamic
            session optional    pam_motd.so noupdate
            session required    pam_limits.so
            session required    pam_env.so
            session required    pam_env.so envfile=/etc/default/locale
            session [success=ok ignore=ignore module_unknown=ignore default=bad] pam_selinux.so open

            {Notices(door, noticesFolder)}
            {Machine(door, "password")}

            """);
        return text.ToString();
    }

    /// <summary>Without its words a refusal shows the client nothing, and the guard writes the log line itself.</summary>
    private static string Guard(Door door) => "pam_exec.so quiet quiet_log " + door.Paths.FactorGuard;

    /// <summary>In the account phase, which public keys from trusted networks go through as well.</summary>
    private static string LoginDuoGuard(Door door) => $"""
        # login_duo lets everybody pass when its file is not as it demands.
        account requisite   {Guard(door)}
        """;

    /// <summary>Tells the authority which sessions began with the factor, and asks it about those of keys; a key's session that it does not allow does not begin.</summary>
    private static string SessionBegins(Door door) => door.DayKeys is not { } asked
        ? ""
        : $"session requisite   pam_exec.so quiet quiet_log type=open_session {asked.Program} sshd {KeyQuestion.SessionBegins} --socket {asked.Socket}{(door.Trusted.IsEmpty ? "" : " --trusted " + string.Join(',', door.Trusted))}\n";

    /// <summary>
    /// Only for a name on the list is a program started: starting one from sshd costs more than the whole second factor. Whoever has no factor
    /// in a roll-out is on it. login_duo asks after this, so there everybody gets the variable.
    /// </summary>
    private static string Notices(Door door, string folder) => (door.Order, door.EnrolsAtLogin) switch
    {
        (Order.LoginDuo, false) => "",
        (Order.LoginDuo, true) => Enrolment(door),
        _ => $"""
            # What the authority has to tell this person; sshd shows it in a terminal session and nowhere else.
            session [success=ignore default={(door.EnrolsAtLogin ? 2 : 1)}] pam_listfile.so item=user sense=allow onerr=fail quiet file={folder}/{SessionNotices.ListName}
            session optional    pam_exec.so quiet quiet_log stdout type=open_session {door.Paths.NoticesScript}
            {(door.EnrolsAtLogin ? Enrolment(door) : "")}
            """,
    };

    private static string Enrolment(Door door) => $"session optional    pam_env.so conffile={door.Paths.SessionVariable} readenv=0\n";

    /// <summary>What the machine does for everybody: Debian's common file, else the plain UNIX module.</summary>
    private static string Machine(Door door, string kind) => File.Exists("/etc/pam.d/common-" + kind)
        ? "@include common-" + kind
        : $"{kind,-7} required    pam_unix.so";
}
