using System.Net;
using System.Runtime.CompilerServices;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Rules;
using Sallyport.Cli.Sshd.Texts;

namespace Sallyport.Cli.Doctor;

/// <summary>sshd takes the configuration, and as it reads it nothing but PAM opens the door to anybody, whichever Match is about them.</summary>
internal static class SshdConfigCheck
{
    private static readonly (string Keyword, string Value)[] Demanded =
    [
        ("usepam", "yes"), ("authenticationmethods", "keyboard-interactive:pam"), ("passwordauthentication", "no"),
        ("pubkeyauthentication", "no"), ("hostbasedauthentication", "no"), ("permitrootlogin", "no"), ("permitemptypasswords", "no"),
    ];

    private static readonly (string Keyword, string Value)[] DemandedOfLoginDuo =
    [
        ("forcecommand", "/usr/sbin/login_duo"), ("disableforwarding", "yes"), ("permittunnel", "no"), ("permituserrc", "no"),
        ("x11forwarding", "no"), ("allowagentforwarding", "no"), ("allowtcpforwarding", "no"), ("allowstreamlocalforwarding", "no"),
    ];

    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": sshd";
        if (!File.Exists(door.Paths.Config))
        {
            yield return Finding.Wrong(subject, $"{door.Paths.Config} is gone", "install again: " + door.Again);
            yield break;
        }

        var wrong = new List<(string Keyword, string Value, string? Found)>();
        foreach (var connection in await Connections.OfAsync(SshdFile.Read(door.Paths.Config).Blocks, cancel))
        {
            var (values, fault) = await EffectiveConfig.OfAsync(door.Paths.Sshd, door.Paths.Config, connection, cancel);
            if (fault is not null)
            {
                yield return Finding.Wrong(subject, $"sshd does not accept {door.Paths.Config}: {fault}", "fix it, or install again: " + door.Again);
                yield break;
            }

            var trusted = MayBringKeys(door, connection) && values.GetValueOrDefault("authenticationmethods") == SshdConfig.WithKeys;
            var demanded = (door.Order == Order.LoginDuo ? Demanded.Concat(DemandedOfLoginDuo) : Demanded)
                .Where(line => (!trusted && door.Record.DayKeys is null) || line.Keyword is not ("authenticationmethods" or "pubkeyauthentication"))
                .Concat(door.Record.DayKeys is { } asked ? DemandedOfDayKeys(asked).Where(line => !trusted || line.Keyword != "authorizedkeysfile") : []);
            wrong.AddRange(demanded.Where(line => values.GetValueOrDefault(line.Keyword) != line.Value).Select(line => (line.Keyword, line.Value, values.GetValueOrDefault(line.Keyword))));
        }

        foreach (var (keyword, value, found) in wrong.Distinct())
            yield return Finding.Wrong(subject, $"{keyword} is {found ?? "not set"} for some users, which lets them in without the second factor", $"write {keyword} {value}, and no Match that overrides it, in {door.Paths.Config}");
        if (wrong.Count == 0)
            yield return Finding.Fine(subject, $"{door.Paths.Config} lets users in only through PAM{(door.Record.DayKeys is null ? "" : ", or by a key that the authority knows")}");
    }

    /// <summary>With these a public key opens nothing unless the authority says so.</summary>
    private static (string Keyword, string Value)[] DemandedOfDayKeys(KeyQuestion asked) =>
    [
        ("authenticationmethods", SshdConfig.WithKeys), ("authorizedkeysfile", "none"), ("authorizedkeyscommand", SshdConfig.CommandOf(asked)),
        ("authorizedkeyscommanduser", asked.User), ("trustedusercakeys", "none"), ("authorizedprincipalscommand", "none"),
    ];

    /// <summary>Doors of earlier versions do not say which networks they trust.</summary>
    private static bool MayBringKeys(InstalledDoor door, string connection)
    {
        var address = IPAddress.Parse(connection.Split(',').First(part => part.StartsWith("addr=", StringComparison.Ordinal))["addr=".Length..]);
        return door.Record.Trusted is not { } networks || networks.Any(network => IPNetwork.Parse(network).Contains(address));
    }
}
