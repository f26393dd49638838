using System.Globalization;
using System.Net;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Profile;
using Sallyport.Settings;

namespace Sallyport.Cli.Setup;

/// <summary>Everything that is asked, in its order. To ask one thing more: a property of <see cref="SetupAnswers"/>, and an entry here.</summary>
internal static class SetupTopics
{
    private const string None = "none";

    public static readonly IReadOnlyList<SetupTopic> All =
    [
        new("--site", "NAME", "the name of the site, shown in authenticator apps and on skey sheets", "Name of the site",
            a => a.Site,
            (a, text) => text.Length is > 0 and <= 40 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-') ? a with { Site = text } : Taken.Wrong("1 to 40 letters, digits, spaces, dots and hyphens")),
        new("--order", string.Join('|', OrderNames.All), "what the outside door asks for, and in which order", "Order: " + string.Join(", ", OrderNames.All),
            a => a.Order,
            (a, text) => OrderNames.TryParse(text) is not null ? a with { Order = text } : Taken.Wrong($"there is no order '{text}'; the orders are: {string.Join(", ", OrderNames.All)}")),
        new("--port", "PORT", "the outside door's port; port 22 remains the machine's own sshd, see --take-port-22", "Port of the outside door, other than 22",
            a => a.Port.ToString(CultureInfo.InvariantCulture),
            (a, text) => text == "22" ? a.TakesPort22 ? a : Taken.Wrong("port 22 belongs to the machine's own sshd; choose another, or move that with --take-port-22")
                : PortOf(text) is { } port ? a with { Port = port } : Taken.Wrong("a number from 1 to 65535")),
        new("--listen", "ADDRESS", "addresses that the door listens on (default: all)", "Addresses it listens on, 'none' for all",
            a => Words(a.Listen),
            (a, text) => Many(text, word => IPAddress.TryParse(word, out _), "an address such as 192.0.2.1", words => a with { Listen = words })),
        new("--trusted", "NETWORK", "networks whose logins need no second factor", "Networks that need no second factor",
            a => Words(a.Trusted),
            (a, text) => Many(text, word => Cidr.TryParse(word) is { } network && network.PrefixLength > 0 && (!word.Contains('/', StringComparison.Ordinal) || network.ToString() == word), "a network such as 192.0.2.0/24", words => a with { Trusted = [.. words.Select(word => Cidr.TryParse(word)!.Value.ToString())] })),
        new("--gate", "yes|no", "the gate in front of the door", "Gate in front of the door: yes, no",
            a => a.Gate ? "yes" : "no",
            (a, text) => text is "yes" or "no" ? a with { Gate = text == "yes", Edge = text == "yes" ? a.Edge : [] } : Taken.Wrong("yes or no")),
        new("--edge", "NETWORK", "gates or proxies that relay to this gate with a PROXY header (docs/operators/relay.md)", "Gates on other machines that relay to it",
            a => Words(a.Edge),
            (a, text) => Many(text, word => Cidr.TryParse(word) is { PrefixLength: > 0 }, "an address or network such as 192.0.2.10", words => a with { Edge = words }))
        { Asked = a => a.Gate },
        new("--portal", "URL", "the web portal's address, as browsers write it", "Portal's address, https://…",
            a => a.Portal.Length > 0 ? a.Portal : None,
            (a, text) => text == None ? a with { Portal = "", PortalListen = "" }
                : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.AbsolutePath == "/" && url.Query.Length == 0 ? a with { Portal = text.TrimEnd('/') } : Taken.Wrong("https:// and a name, and a port if it is not 443")),
        new("--portal-listen", "ADDRESS:PORT", "where the portal listens (default: all IPv4 addresses, at the port of --portal)", "The portal listens at (ADDRESS:PORT)",
            a => Texts.PortalAddress.Of(a)?.ToString() ?? None,
            (a, text) => text == None ? a with { PortalListen = "" } : IPEndPoint.TryParse(text, out var where) && where.Port != 0 ? a with { PortalListen = where.ToString() } : Taken.Wrong("an address and a port such as 192.0.2.10:443"))
        { Asked = a => a.HasPortal },
        new("--certificate", "FILE", "the site's own certificate chain (PEM), instead of one from the authority's own CA", "Certificate chain (PEM), 'none' for the authority's own CA",
            a => a.HasOwnCertificate ? a.Certificate : None,
            (a, text) => text == None ? a with { Certificate = "", CertificateKey = "" } : text.StartsWith('/') ? a with { Certificate = text } : Taken.Wrong("an absolute path"))
        { Asked = a => a.HasPortal },
        new("--certificate-key", "FILE", "the key of --certificate", "The certificate's key (PEM)",
            a => a.CertificateKey.Length > 0 ? a.CertificateKey : None,
            (a, text) => text.StartsWith('/') ? a with { CertificateKey = text } : Taken.Wrong("an absolute path"))
        { Asked = a => a.HasOwnCertificate },
        new("--public-name", "HOST", "the name under which users outside reach the door; for the site profile", "Name under which users reach the door",
            a => a.PublicName.Length > 0 ? a.PublicName : None,
            (a, text) => text == None ? a with { PublicName = "" } : Grammar.IsHost(text) && !Grammar.IsThisMachine(text) ? a with { PublicName = text } : Taken.Wrong("a DNS name or an address, not localhost"))
        { Asked = a => a.HasPortal },
        new("--administrator-group", "GROUP", "the UNIX group whose members are administrators", "Group of the administrators",
            a => a.AdministratorGroup,
            (a, text) => IsAccount(text) ? a with { AdministratorGroup = text } : Taken.Wrong("a group's name")),
        new("--administrator", "USER", "accounts to make members of the administrators' group", "Administrators to add to it",
            a => Words(a.Administrators),
            (a, text) => Many(text, IsAccount, "a user name", words => a with { Administrators = words })),
        new("--person", "USER", "the first user with a second factor", "First user with a second factor",
            a => a.Person.Length > 0 ? a.Person : None,
            (a, text) => text == None ? a with { Person = "" } : IsAccount(text) ? a with { Person = text } : Taken.Wrong("a user name")),
    ];

    /// <summary>For whom the defaults do not fit; by flags alone.</summary>
    public static readonly IReadOnlyList<SetupTopic> ByFlagOnly =
    [
        new("--name", "NAME", "the door's name: of its PAM service, its files, its log lines", "",
            a => a.Door,
            (a, text) => DoorPaths.IsName(text) ? a with { Door = text } : Taken.Wrong("a lower-case letter, then up to 30 letters, digits and hyphens; not the machine's own sshd")),
        new("--own-port", "PORT", "the port of the machine's own sshd when --take-port-22 moves it (default: 2200)", "",
            a => a.OwnPort.ToString(CultureInfo.InvariantCulture),
            (a, text) => PortOf(text) is { } port && port != 22 ? a with { OwnPort = port } : Taken.Wrong("a number from 1 to 65535, other than 22")),
        new("--host-key", "FILE", "private host keys in place of the machine's own", "",
            a => Words(a.HostKeys),
            (a, text) => Many(text, word => word.StartsWith('/'), "an absolute path", words => a with { HostKeys = words })),
    ];

    private static string Words(IReadOnlyList<string> words) => words.Count == 0 ? None : string.Join(' ', words);

    private static int? PortOf(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port != 0 ? port : null;

    private static bool IsAccount(string text) => Grammar.IsUser(text);

    private static Taken Many(string text, Func<string, bool> isRight, string expected, Func<IReadOnlyList<string>, SetupAnswers> take)
    {
        if (text == None)
            return take([]);
        string[] words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return words.FirstOrDefault(word => !isRight(word)) is { } wrong ? Taken.Wrong($"'{wrong}' is not {expected}") : take([.. words.Distinct(StringComparer.Ordinal)]);
    }
}
