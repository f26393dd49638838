using System.Buffers.Text;
using System.Globalization;
using System.Net;

namespace Sallyport.Profile;

/// <summary>
/// What a word of a profile may look like. Everything that passes can be written into an ssh_config, a known_hosts file and
/// a command line as it stands: no spaces, quotes, percent signs, newlines, nor a leading dash.
/// </summary>
public static class Grammar
{
    private const int LongestName = 253;
    private const string Https = "https://";

    private static readonly string[] KeyTypes =
    [
        "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    /// <summary>A DNS name, short name or IP address.</summary>
    public static bool IsHost(string text)
    {
        if (text.Length is 0 or > LongestName || !char.IsAsciiLetterOrDigit(text[0]))
            return IsAddress(text);
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
                return IsAddress(text);
        return !text.Contains("..", StringComparison.Ordinal);
    }

    /// <summary>A name or address by which every machine means itself: no site has it to give.</summary>
    public static bool IsThisMachine(string name)
    {
        name = name.TrimEnd('.').ToLowerInvariant();
        if (name is "localhost" or "localhost.localdomain" or "ip6-localhost" or "ip6-loopback" or "broadcasthost" || name.EndsWith(".localhost", StringComparison.Ordinal))
            return true;
        // Also as inet_aton(3) reads it, which OpenSSH asks: "127.1", "0x7f000001", "0".
        return IPAddress.TryParse(name, out var address) && (IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
    }

    public static bool IsPort(long number) => number is >= 1 and <= 65535;

    /// <summary>A label for people and for the command line: lower-case letters, digits and dashes.</summary>
    public static bool IsLabel(string text)
    {
        if (text.Length is 0 or > 40 || !char.IsAsciiLetterLower(text[0]))
            return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        return true;
    }

    /// <summary>A login name as useradd takes it.</summary>
    public static bool IsUser(string text)
    {
        if (text.Length is 0 or > 64 || !(char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_'))
            return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
                return false;
        return true;
    }

    public static bool IsNetwork(string text) => text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out _);

    /// <summary>"type base64", without options, markers or comment; the blob names the same type.</summary>
    public static bool IsHostKey(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || text.Length > 4096)
            return false;
        var type = text[..space];
        if (Array.IndexOf(KeyTypes, type) < 0 || !Base64.IsValid(text.AsSpan(space + 1)) || text.AsSpan(space + 1).ContainsAny(" \t\r\n"))
            return false;
        var blob = Convert.FromBase64String(text[(space + 1)..]);
        return blob.Length > 4 + type.Length && blob[0] == 0 && blob[1] == 0 && blob[2] == 0 && blob[3] == type.Length
            && blob.AsSpan(4, type.Length).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(type));
    }

    /// <summary><c>https://HOST[:PORT][/PATH]</c>. Every call reads one of these, and the framework's Uri costs it 3 ms.</summary>
    public static bool IsPortal(string text)
    {
        if (text.Length >= 512 || !text.StartsWith(Https, StringComparison.Ordinal))
            return false;
        var slash = text.IndexOf('/', Https.Length);
        var door = slash < 0 ? text[Https.Length..] : text[Https.Length..slash];
        foreach (var c in slash < 0 ? "" : text[slash..])
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '.' or '-' or '_' or '~'))
                return false;
        var colon = door.LastIndexOf(':');
        var port = colon > door.LastIndexOf(']') ? door[(colon + 1)..] : null;
        if (port is not null && !(port.Length is > 0 and < 6 && port.All(char.IsAsciiDigit) && IsPort(int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture))))
            return false;
        var host = port is null ? door : door[..colon];
        return host is ['[', .. var six, ']'] ? IsAddress(six) : IsHost(host);
    }

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && !text.Contains('%', StringComparison.Ordinal) && text == address.ToString();
}
