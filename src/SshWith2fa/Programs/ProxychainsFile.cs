using System.Globalization;

namespace SshWith2fa.Programs;

/// <summary>The configuration of proxychains-ng (and of the older proxychains) for the session's SOCKS port.</summary>
internal static class ProxychainsFile
{
    private const string FirstWords = "# Written by ssh-with-2fa";

    /// <summary>Whether it may be written again: nothing is there, or what an earlier call wrote.</summary>
    public static bool MayReplace(string path) => Path.Exists(path)
        ? Platform.Files.ReadAtMost(path, FirstWords.Length) is { } start && System.Text.Encoding.UTF8.GetString(start).StartsWith(FirstWords, StringComparison.Ordinal)
        : !Path.EndsInDirectorySeparator(path);

    /// <param name="port">Local port of the session's dynamic forward.</param>
    /// <remarks>No proxy_dns: names are looked up on this machine, so the far ones must be fully qualified. Loopback stays here, where the other forwards are.</remarks>
    public static string Text(int port) => string.Create(CultureInfo.InvariantCulture, $"""
        {FirstWords} for the session's SOCKS port; "ssh-with-2fa proxychains" writes it again.
        # Names are looked up on this machine (no proxy_dns): write inside hosts fully qualified.
        strict_chain
        tcp_read_time_out 15000
        tcp_connect_time_out 8000
        localnet 127.0.0.0/255.0.0.0
        [ProxyList]
        socks5 127.0.0.1 {port}

        """).ReplaceLineEndings("\n");
}
