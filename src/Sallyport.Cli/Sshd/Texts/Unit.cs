using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Texts;

/// <summary>The systemd unit of an outside sshd.</summary>
internal static class Unit
{
    /// <param name="program">The path of this very command, for the check before each start.</param>
    public static string For(Door door, string program) => $"""
        # Written by: sallyport sshd install
        [Unit]
        Description=OpenSSH server with a second factor ({door.Name})
        Documentation=man:sshd(8) man:sshd_config(5)
        After=network.target auditd.service sallyport.service
        # With an address that is not there yet, or a file that is being corrected, keep trying.
        StartLimitIntervalSec=0

        [Service]
        # An OpenSSH of another age would take the machine's own PAM service: better no door than that one.
        ExecStartPre={program} sshd check --before-start --name {door.Name}{Prefix(door)}
        ExecStartPre={Sshd(door)} -t -f {door.Paths.Config}
        ExecStart={Sshd(door)} -D -f {door.Paths.Config}
        ExecReload={program} sshd check --before-start --name {door.Name}{Prefix(door)}
        ExecReload={Sshd(door)} -t -f {door.Paths.Config}
        ExecReload=/bin/kill -HUP $MAINPID
        KillMode=process
        Restart=on-failure
        RestartSec=5
        Type=notify
        RuntimeDirectory=sshd
        RuntimeDirectoryMode=0755
        RuntimeDirectoryPreserve=yes

        [Install]
        WantedBy=multi-user.target

        """;

    private static string Prefix(Door door) => door.Paths.IsOfTheMachine ? "" : " --prefix " + door.Paths.Prefix;

    /// <summary>The program to start: the link whose name is the PAM service, or sshd itself where the configuration names it.</summary>
    public static string Sshd(Door door) => door.Openssh.NamesServiceInConfig ? door.Paths.Sshd : door.Paths.Link;
}
