using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.Session;

namespace SshWith2fa.Routes;

/// <summary>
/// Finds out on which side of the outside door this machine stands: an address in the site's networks, and the login server
/// there shows its host key. A convenience only: a wrong answer costs a failed connection, never a skipped check of a host key.
/// </summary>
internal sealed class Where(SiteProfile site, Places places, IPlatform platform, TimeProvider time)
{
    /// <summary>How long an answer holds on the same network.</summary>
    public static TimeSpan Remembered { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the login server has to show its host key.</summary>
    public static TimeSpan ProbeBound { get; } = TimeSpan.FromMilliseconds(300);

    public Side Find()
    {
        var addresses = platform.OwnAddresses();
        if (!AnyInside(addresses)) return Side.Outside;
        var network = Fingerprint(addresses);
        if (Recall(network) is { } known) return known;
        var side = Probe();
        Remember(network, side);
        return side;
    }

    private bool AnyInside(IReadOnlyList<IPAddress> addresses)
    {
        foreach (var text in site.Networks)
        {
            if (!IPNetwork.TryParse(text, out var network)) continue;
            foreach (var address in addresses)
                if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)) return true;
        }
        return false;
    }

    // ssh-keyscan does the key exchange. A site that publishes no host key gets the weaker test: somebody answers there.
    private Side Probe()
    {
        var login = site.LoginServer;
        var keys = KeysOf(login.Name);
        if (keys.Count == 0) return Answers(login) ? Side.Inside : Side.Outside;
        var types = string.Join(',', keys.Select(key => Scannable(key[..key.IndexOf(' ', StringComparison.Ordinal)])).Distinct(StringComparer.Ordinal));
        var scan = platform.Capture("ssh-keyscan", ["-T", "1", "-t", types, "-p", Number(login.Port), login.Host], ProbeBound);
        if (scan is null) return Side.Outside;
        return keys.Any(key => scan.Output.Contains(key, StringComparison.Ordinal)) ? Side.Inside : Side.Outside;
    }

    private static bool Answers(InsideHost host)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var bound = new CancellationTokenSource(ProbeBound);
            socket.ConnectAsync(host.Host, host.Port, bound.Token).AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private List<string> KeysOf(string name) =>
        site.HostKeys.Where(key => key.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(key => key.Key).ToList();

    private static string Scannable(string type) => type switch
    {
        "ssh-ed25519" => "ed25519",
        "ssh-rsa" => "rsa",
        _ => "ecdsa",
    };

    private Side? Recall(string network)
    {
        if (Files.ReadText(places.WhereCache)?.Split('\n') is not [var where, var until, var side, ..] || where != network) return null;
        if (!long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        var left = seconds - time.GetUtcNow().ToUnixTimeSeconds();
        if (left <= 0 || left > Remembered.TotalSeconds) return null;
        return side == "inside" ? Side.Inside : Side.Outside;
    }

    private void Remember(string network, Side side)
    {
        var until = time.GetUtcNow().Add(Remembered).ToUnixTimeSeconds();
        Files.WritePrivate(places.WhereCache, $"{network}\n{Number(until)}\n{(side == Side.Inside ? "inside" : "outside")}\n");
    }

    private static string Fingerprint(IReadOnlyList<IPAddress> addresses) =>
        string.Join(' ', addresses.Select(address => address.ToString()).Order(StringComparer.Ordinal));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
