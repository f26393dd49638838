using System.Collections.Immutable;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Rules;

/// <summary>The rules of the machine's own sshd that an outside door takes over, and those that it cannot.</summary>
/// <param name="Global">Lines for everybody.</param>
/// <param name="Blocks">Lines for some.</param>
/// <param name="Refused">Rules that cannot be taken over, with why.</param>
internal sealed record MachineRules(ImmutableArray<ConfigLine> Global, ImmutableArray<MatchBlock> Blocks, ImmutableArray<(string Rule, string Why)> Refused)
{
    public static readonly MachineRules None = new([], [], []);

    /// <summary>What the door decides by itself: who it is, how it asks, how long it waits.</summary>
    private static readonly HashSet<string> OfTheDoor = new(StringComparer.Ordinal)
    {
        "port", "listenaddress", "addressfamily", "pidfile", "hostkey", "usepam", "pamservicename", "authenticationmethods", "kbdinteractiveauthentication",
        "challengeresponseauthentication", "skeyauthentication", "passwordauthentication", "pubkeyauthentication", "hostbasedauthentication",
        "ignorerhosts", "ignoreuserknownhosts", "permitemptypasswords", "permitrootlogin", "maxauthtries", "logingracetime", "usedns", "tcpkeepalive",
        "clientaliveinterval", "clientalivecountmax", "printmotd", "permituserenvironment", "persourcepenalties", "persourcepenaltyexemptlist",
        "persourcemaxstartups", "persourcenetblocksize", "uselogin", "useprivilegeseparation", "protocol",
    };

    private static readonly string[] OfTheDoorBeginnings = ["gssapi", "kerberos", "hostbased"];

    /// <summary>What says which public keys open an account: the door's own where the authority says it.</summary>
    private static readonly HashSet<string> OfPublicKeys = new(StringComparer.Ordinal)
    {
        "authorizedkeysfile", "authorizedkeyscommand", "authorizedkeyscommanduser", "trustedusercakeys", "authorizedprincipalsfile",
        "authorizedprincipalscommand", "authorizedprincipalscommanduser",
    };

    /// <summary>Behind login_duo all of it is off, whatever the machine allows.</summary>
    private static readonly HashSet<string> OffBehindLoginDuo = new(StringComparer.Ordinal)
    {
        "disableforwarding", "allowtcpforwarding", "allowstreamlocalforwarding", "allowagentforwarding", "x11forwarding", "permittunnel", "gatewayports",
        "permituserrc", "permitopen", "permitlisten", "subsystem",
    };

    /// <summary>Criteria that describe the door where somebody came in, not the one who came.</summary>
    private static readonly HashSet<string> OfTheListener = new(StringComparer.Ordinal) { "localaddress", "localport", "rdomain" };

    /// <summary>Reads them.</summary>
    /// <param name="path">The machine's sshd_config; where there is none there are no rules.</param>
    /// <param name="order">The door's order.</param>
    /// <param name="leftOut">Rules that the administrator leaves out, by name.</param>
    /// <param name="keys">Where the door's public keys come from.</param>
    public static MachineRules Read(string path, Order order, IReadOnlyCollection<string> leftOut, KeySource keys)
    {
        if (!File.Exists(path))
            return None;
        var file = SshdFile.Read(path);
        var refused = new List<(string Rule, string Why)>();
        var global = file.Global.Where(line => Take(line, line.Text)).ToList();
        var blocks = new List<MatchBlock>();
        foreach (var block in file.Blocks)
        {
            if (leftOut.Contains(block.Head, StringComparer.Ordinal))
                continue;
            if (keys == KeySource.Authority && block.Lines.FirstOrDefault(line => OfPublicKeys.Contains(line.Keyword)) is { } own)
                refused.Add((block.Head, $"{own.Text} names public keys, and this door takes those of the authority"));
            var lines = block.Lines.Where(line => Take(line, block.Head)).ToImmutableArray();
            if (lines.IsEmpty)
                continue;
            var kinds = block.Wanted().Select(wanted => wanted.Kind).ToList();
            if (kinds.FirstOrDefault(OfTheListener.Contains) is { } kind)
                refused.Add((block.Head, $"{kind} describes the machine's own sshd, not this one"));
            else if (kinds.Contains("host") && file.Global.Any(line => line.Keyword == "usedns" && line.Value.StartsWith("yes", StringComparison.OrdinalIgnoreCase)))
                refused.Add((block.Head, "it uses host names from the name server, which this door does not query"));
            else
                blocks.Add(block with { Lines = lines });
        }

        return new MachineRules([.. global], [.. blocks], [.. refused.DistinctBy(rule => rule.Rule, StringComparer.Ordinal)]);

        bool Take(ConfigLine line, string rule)
        {
            if (!IsTaken(line.Keyword, order, keys) || leftOut.Contains(rule, StringComparer.Ordinal))
                return false;
            if (order != Order.LoginDuo || line.Keyword is not ("forcecommand" or "chrootdirectory"))
                return true;
            if (!line.Value.Equals("none", StringComparison.OrdinalIgnoreCase))
                refused.Add((rule, $"{line.Text} would replace login_duo; --order code-first can copy it"));
            return false;
        }
    }

    /// <summary>Whether such a line of the machine's belongs into a door of that order.</summary>
    public static bool IsTaken(string keyword, Order order, KeySource keys) =>
        !OfTheDoor.Contains(keyword) && (keys == KeySource.Accounts || !OfPublicKeys.Contains(keyword)) && !OfTheDoorBeginnings.Any(word => keyword.StartsWith(word, StringComparison.Ordinal))
        && (order != Order.LoginDuo || !OffBehindLoginDuo.Contains(keyword));

    /// <summary>The files in which the machine looks for an account's public keys, as it says itself or as sshd does by default.</summary>
    public static string KeyFilesOf(string path) =>
        (File.Exists(path) ? SshdFile.Read(path).Global.FirstOrDefault(line => line.Keyword == "authorizedkeysfile")?.Value : null) ?? ".ssh/authorized_keys .ssh/authorized_keys2";

    /// <summary>The machine's sftp server behind login_duo, which has to start a program; null when the machine has none.</summary>
    public static string? SftpFor(string path, string program) => SshdFile.Read(path).Global
        .Where(line => line.Keyword == "subsystem")
        .Select(line => line.Value.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(words => words is ["sftp", ..]) is { } sftp
            ? $"Subsystem sftp {(sftp[1] == "internal-sftp" ? program : sftp[1])}{(sftp.Length > 2 ? " " + sftp[2] : "")}"
            : null;
}
