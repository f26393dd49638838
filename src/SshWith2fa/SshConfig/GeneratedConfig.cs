using System.Text;
using Sallyport.Profile;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Routes;

namespace SshWith2fa.SshConfig;

/// <summary>
/// The ssh_config through which a plain <c>ssh dora</c> does the right thing. While a session is up, its session.conf is there
/// and decides alone: no program of ours starts. Otherwise two tests of ours run before a login, and only for the site's hosts.
/// </summary>
internal sealed class GeneratedConfig(SiteProfile site, Settings settings, ClientPaths paths, RouteContext context)
{
    private const string Quiet = "QUIET";
    private readonly RouteOptions routes = new(site, settings, paths, context);

    /// <summary>The file that the person's own configuration includes.</summary>
    public string Main()
    {
        var text = new StringBuilder();
        text.Append("# Written by ssh-with-2fa; changes are lost at the next refresh. Put your own settings into ~/.ssh/config.\n");
        text.Append("Include \"").Append(IncludeLine.Shown(paths, paths.SessionConfig)).Append("\"\n");
        foreach (var host in site.Inside)
        {
            Block(text, host, Test("refused", host), Refuse(host));
            Block(text, host, Test("inside", host), [.. Inside(host), new("ProxyJump", "none")]);
            Block(text, host, "", host.Login ? Door() : JumpOutside(host));
            if (settings.User is { } user)
                Host(text, host, [new("User", user)]);
        }
        return text.ToString();
    }

    /// <summary>The file that is there while a session is up.</summary>
    public string WhileUp(SessionState state)
    {
        var port = state.Forward(SiteProfile.SshForward)?.LocalPort ?? 0;
        var text = new StringBuilder("# Written by ssh-with-2fa for the current session, and removed with it.\n");
        foreach (var host in site.Inside)
        {
            Route route = !host.Login ? new Route.Jump(host.Name)
                : context.HasControlSockets ? new Route.ThroughMaster(host.Name, port)
                : new Route.ThroughPort(host.Name, port);
            Host(text, host, host.Login ? routes.For(route) : JumpOver(host, state));
        }
        return text.ToString();
    }

    // Forwards add up instead of the first winning, and the last block, the door's, holds them for inside as well.
    private IReadOnlyList<SshOption> Inside(InsideHost host) =>
        host.Login && settings.Share is null ? [.. routes.InsideBecomingSession(host).Where(option => !IsForward(option))] : routes.For(new Route.Inside(host.Name));

    private IReadOnlyList<SshOption> Door() => settings.Share is null ? routes.OutsideDoor() : [.. routes.OutsideDoor().Where(option => !IsSharing(option))];

    private static bool IsForward(SshOption option) => option.Keyword is "LocalForward" or "DynamicForward";

    private static bool IsSharing(SshOption option) => option.Keyword is "ControlMaster" or "ControlPath" or "ControlPersist" or "PermitLocalCommand" or "LocalCommand";

    private SshOption[] Refuse(InsideHost host) =>
        [new("LogLevel", Quiet), new("ProxyCommand", context.ShellQuotedOwnPath + " tell down " + host.Name), new("ControlPath", "none")];

    private SshOption[] JumpOutside(InsideHost host) =>
        [.. routes.For(new Route.Jump(host.Name)).Where(option => option.Keyword != "ProxyCommand"), new("ProxyJump", site.LoginServer.Name)];

    // HostName is left to the file that is always there: with -J it is what the login server is asked for.
    private SshOption[] JumpOver(InsideHost host, SessionState state) =>
    [
        .. routes.For(new Route.Jump(host.Name)).Where(option => option.Keyword is not ("ProxyCommand" or "HostName")),
        new("ProxyJump", $"{state.User}@{site.LoginServer.Name}"),
    ];

    private string Test(string question, InsideHost host) =>
        $" exec \"{context.ShellQuotedOwnPath.Replace("\"", "\\\"", StringComparison.Ordinal)} at {question} {host.Name}\"";

    private void Block(StringBuilder text, InsideHost host, string test, IReadOnlyList<SshOption> options)
    {
        text.Append("\nMatch originalhost ").AppendJoin(',', host.Names).Append(" !host ").Append(routes.UpMark).Append(test).Append('\n');
        Append(text, options);
    }

    private static void Host(StringBuilder text, InsideHost host, IReadOnlyList<SshOption> options)
    {
        text.Append("\nMatch originalhost ").AppendJoin(',', host.Names).Append('\n');
        Append(text, options);
    }

    private static void Append(StringBuilder text, IReadOnlyList<SshOption> options)
    {
        foreach (var option in options)
            text.Append("    ").Append(option.Keyword).Append(' ').Append(option.Value).Append('\n');
    }
}
