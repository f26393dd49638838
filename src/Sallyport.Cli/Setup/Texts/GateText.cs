using System.Globalization;
using System.Text;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Sshd.Texts;

namespace Sallyport.Cli.Setup.Texts;

/// <summary>The gate's configuration: what differs from the defaults, and nothing else.</summary>
internal static class GateText
{
    /// <summary>What packaging/gate.conf sets.</summary>
    public static readonly IReadOnlyList<string> AsShipped =
    [
        "listen = 0.0.0.0:22 [::]:22",
        "sshd-arguments = -i -f /etc/ssh/sskd_config",
        "sshd-check = /usr/bin/sallyport sshd check --before-start",
        "state = /var/lib/sallyport-gate/state",
        "control = /run/sallyport-gate/control.sock",
        "authority = unix:/run/sallyport/authority.sock",
    ];

    public static string Of(SetupContext context)
    {
        var (answers, paths, door) = (context.Answers, context.Paths, context.DoorOf(context.Answers));
        var name = answers.Door == DoorPaths.DefaultName ? "" : " --name " + answers.Door;
        var prefix = paths.IsOfTheMachine ? "" : " --prefix " + paths.Prefix;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Written by: sallyport setup. Only what differs from the defaults; docs/operators/gate.md has every key.
            [gate]
            # Not used when systemd passes sockets (sallyport-gate.socket).
            listen = {string.Join(' ', UnitTexts.Addresses(answers))}
            sshd = {Unit.Sshd(door)}
            sshd-arguments = -i -f {door.Paths.Config}
            sshd-check = {context.Program} sshd check --before-start{name}{prefix}
            state = {paths.GateState}/state
            control = {paths.GateControl}
            authority = unix:{paths.Socket}

            """);
        if (answers.HasPortal)
            text.Append(CultureInfo.InvariantCulture, $"help = {answers.Portal.TrimEnd('/')}/help\n");
        if (answers.Edge.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"accept-proxy = {string.Join(' ', answers.Edge)}\n");
        if (answers.Trusted.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n[lists]\ntrusted = {string.Join(' ', answers.Trusted)}\n");
        return text.ToString();
    }
}
