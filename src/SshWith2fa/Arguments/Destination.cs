using System.Globalization;

namespace SshWith2fa.Arguments;

/// <summary>Where a command goes, as typed: nothing resolved yet. Port is null where the destination itself names none.</summary>
internal sealed record Destination(string? User, string Host, int? Port)
{
    /// <summary>ssh's own: <c>[user@]host</c> or <c>ssh://[user@]host[:port]</c>; null where OpenSSH prints its usage.</summary>
    public static Destination? OfSsh(string text) =>
        text.StartsWith("ssh://", StringComparison.Ordinal) ? OfUri(text["ssh://".Length..], UriPath.Refused) : OfUserHost(text);

    /// <summary>An operand of scp: <c>[user@]host:path</c> or <c>scp://…</c>; null when it is a local file.</summary>
    public static Destination? OfScp(string text)
    {
        if (text.StartsWith("scp://", StringComparison.Ordinal))
            return OfUri(text["scp://".Length..], UriPath.Allowed);
        var colon = Colon(text);
        return colon < 0 ? null : OfUserHost(text[..colon]);
    }

    /// <summary>The operand of sftp: <c>[user@]host[:path]</c> or <c>sftp://…</c>.</summary>
    public static Destination? OfSftp(string text)
    {
        if (text.StartsWith("sftp://", StringComparison.Ordinal))
            return OfUri(text["sftp://".Length..], UriPath.Allowed);
        var colon = Colon(text);
        return OfUserHost(colon < 0 ? text : text[..colon]);
    }

    private static Destination? OfUserHost(string text)
    {
        var at = text.LastIndexOf('@');
        if (at == 0)
            return null;
        var host = Unbracket(at < 0 ? text : text[(at + 1)..]);
        return host.Length == 0 ? null : new Destination(at < 0 ? null : text[..at], host, null);
    }

    private enum UriPath
    {
        Refused,
        Allowed,
    }

    // misc.c parse_uri and parse_user_host_port.
    private static Destination? OfUri(string rest, UriPath path)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            if (path == UriPath.Refused && slash != rest.Length - 1)
                return null;
            rest = rest[..slash];
        }
        string? user = null;
        var at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            user = Decode(rest[..at].Split(';')[0]);
            if (string.IsNullOrEmpty(user))
                return null;
            rest = rest[(at + 1)..];
        }
        int? port = null;
        var colon = rest.StartsWith('[') ? rest.IndexOf("]:", StringComparison.Ordinal) + 1 : rest.LastIndexOf(':');
        if (colon > 0)
        {
            if (!int.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, null, out var number) || number is < 1 or > 65535)
                return null;
            port = number;
            rest = rest[..colon];
        }
        var host = Decode(Unbracket(rest));
        return string.IsNullOrEmpty(host) ? null : new Destination(user, host, port);
    }

    // misc.c urldecode: a percent sign without two hex digits is an error.
    private static string? Decode(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return null;
        }
        return Uri.UnescapeDataString(text);
    }

    private static string Unbracket(string host) => host.Length > 2 && host[0] == '[' && host[^1] == ']' ? host[1..^1] : host;

    // misc.c colon(): where the host part ends, -1 for a local name.
    private static int Colon(string text)
    {
        if (text.Length == 0 || text[0] == ':')
            return -1;
        var bracket = text[0] == '[';
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '@' && next == '[')
                bracket = true;
            if (text[i] == ']' && next == ':' && bracket)
                return i + 1;
            if (text[i] == ':' && !bracket)
                return i;
            if (text[i] == '/')
                return -1;
        }
        return -1;
    }
}
