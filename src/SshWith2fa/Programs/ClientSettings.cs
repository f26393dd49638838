using System.Globalization;
using System.Text;
using Sallyport.Profile;

namespace SshWith2fa.Programs;

/// <summary>What to type into programs that do not read ssh's configuration.</summary>
internal static class ClientSettings
{
    public static string Mail(LocalPort port, string user)
    {
        var name = port.Service switch { Service.Imap => "incoming mail (IMAP)", Service.Pop => "incoming mail (POP)", _ => "outgoing mail (SMTP)" };
        var secure = port.FarPort is 993 or 995 or 465 ? "SSL/TLS" : "STARTTLS if offered, otherwise none: the session encrypts the connection";
        return string.Create(CultureInfo.InvariantCulture, $"""
            {name}: {port.Host}:{port.FarPort} inside
                server      127.0.0.1
                port        {port.Port}
                user        {user}
                security    {secure}
            """);
    }

    public static string Printing(LocalPort port) => string.Create(CultureInfo.InvariantCulture, $"""
        printing (CUPS): {port.Host}:{port.FarPort} inside
            Linux, macOS    write "ServerName 127.0.0.1:{port.Port}" into ~/.cups/client.conf, or try: lpstat -h 127.0.0.1:{port.Port} -p
            one printer     ipp://127.0.0.1:{port.Port}/printers/NAME
            Windows         add a printer by the address http://127.0.0.1:{port.Port}/printers/NAME
        """);

    public static string Graphical(LocalPort port, string user, string fingerprint) => string.Create(CultureInfo.InvariantCulture, $"""
        FileZilla   File, Site Manager, New Site
                        protocol        SFTP - SSH File Transfer Protocol
                        host            127.0.0.1
                        port            {port.Port}
                        logon type      Interactive, or Key file
                        user            {user}
        WinSCP      New Site
                        file protocol   SFTP
                        host name       127.0.0.1
                        port number     {port.Port}
                        user name       {user}
        PuTTY       Session
                        host name       {user}@127.0.0.1
                        port            {port.Port}
                        connection type SSH
                    on a command line:  plink -P {port.Port} {user}@127.0.0.1
        Cyberduck   Open Connection
                        protocol        SFTP (SSH File Transfer Protocol)
                        server          127.0.0.1
                        port            {port.Port}
                        username        {user}
        The first time each shows a host key: say yes only to
                        {fingerprint}
        """);

    /// <summary>Lines for programs that are called with options.</summary>
    public static string CommandLines(LocalPort port, string user, SiteProfile site)
    {
        var first = Keys(site).FirstOrDefault() is { } key ? Digest(key) : null;
        return string.Create(CultureInfo.InvariantCulture, $"""
            plink, pscp     plink -P {port.Port} {(first is null ? "" : $"-hostkey SHA256:{first} ")}{user}@127.0.0.1
            curl            curl -u {user} {(first is null ? "" : $"--hostpubsha256 {first} ")}sftp://127.0.0.1:{port.Port}/~/FILE
            dbclient        dbclient -p {port.Port} {user}@127.0.0.1
            paramiko, rclone, duplicity and others that read ~/.ssh/known_hosts:
                            ssh-with-2fa gui --known-hosts >> ~/.ssh/known_hosts
            """);
    }

    /// <summary>The login server's keys as they are filed for the session's local port.</summary>
    public static string KnownHosts(LocalPort port, SiteProfile site) =>
        string.Join('\n', Keys(site).Select(key => string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{port.Port} {key}")));

    private static IEnumerable<string> Keys(SiteProfile site) => site.HostKeys.Where(key => key.Hosts.Contains(site.LoginServer.Name, StringComparer.OrdinalIgnoreCase)).Select(key => key.Key);

    private static string Digest(string key) => Fingerprint.Digest(Convert.FromBase64String(key.Split(' ')[1]));

    /// <summary>The fingerprints of a host's keys, as OpenSSH, FileZilla, WinSCP and PuTTY show them.</summary>
    public static string Fingerprints(SiteProfile site, string host)
    {
        var text = new StringBuilder();
        foreach (var key in site.HostKeys)
        {
            if (!key.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase) || key.Key.Split(' ') is not [var type, var blob, ..])
                continue;
            if (text.Length > 0)
                text.Append(", ");
            text.Append(type).Append(' ').Append(Fingerprint.Of(Convert.FromBase64String(blob)));
        }
        return text.Length == 0 ? "the one that your site publishes (its profile names none)" : text.ToString();
    }
}
