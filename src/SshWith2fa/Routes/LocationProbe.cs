using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sallyport.Profile;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;

namespace SshWith2fa.Routes;

/// <summary>
/// Finds out on which side of the outside door this machine stands: an address in the site's networks, and the login server
/// there shows its host key. A convenience only: a wrong answer costs a failed connection, never a skipped check of a host key.
/// </summary>
internal sealed class LocationProbe(SiteProfile site, ClientPaths paths, IPlatform platform, TimeProvider time)
{
    /// <summary>How long an answer holds on the same network.</summary>
    public static TimeSpan Remembered { get; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the login server has to show its host key.</summary>
    public static TimeSpan ProbeBound { get; } = TimeSpan.FromSeconds(2);

    // ssh-keyscan bounds what it waits for itself; a busy machine may need a while to start and end it.
    private static readonly TimeSpan ScanBound = TimeSpan.FromSeconds(10);

    /// <summary>How long "no answer in time" holds: the network may be slow, or this machine busy.</summary>
    public static TimeSpan RememberedInDoubt { get; } = TimeSpan.FromSeconds(15);

    public NetworkLocation Find()
    {
        var addresses = platform.OwnAddresses();
        if (!AnyInside(addresses))
            return NetworkLocation.Outside;
        var network = Fingerprint(addresses);
        if (Recall(network) is { } known)
            return known;
        var answer = Probe();
        var location = answer == true ? NetworkLocation.Inside : NetworkLocation.Outside;
        Remember(network, location, answer is null ? RememberedInDoubt : Remembered);
        return location;
    }

    private bool AnyInside(IReadOnlyList<IPAddress> addresses)
    {
        foreach (var text in site.Networks)
        {
            if (!IPNetwork.TryParse(text, out var network))
                continue;
            foreach (var address in addresses)
                if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
                    return true;
        }
        return false;
    }

    // ssh-keyscan does the key exchange. A site that publishes no host key gets the weaker test: somebody answers there. Null: nobody did in time.
    private bool? Probe()
    {
        var login = site.LoginServer;
        var keys = KeysOf(login.Name);
        if (keys.Count == 0)
            return Answers(login);
        var types = string.Join(',', keys.Select(key => Scannable(key[..key.IndexOf(' ', StringComparison.Ordinal)])).Distinct(StringComparer.Ordinal));
        var scan = platform.Capture("ssh-keyscan", ["-T", Number((long)ProbeBound.TotalSeconds), "-t", types, "-p", Number(login.Port), login.Host], ScanBound);
        if (scan is null || scan.Output.Length == 0)
            return null;
        return keys.Any(key => scan.Output.Contains(key, StringComparison.Ordinal));
    }

    private static bool? Answers(InsideHost host)
    {
        using var connection = BoundedConnection.Connect(host.Host, host.Port, ProbeBound, out var error);
        return connection is not null ? true : error == SocketError.TimedOut ? null : false;
    }

    private List<string> KeysOf(string name) =>
        site.HostKeys.Where(key => key.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(key => key.Key).ToList();

    private static string Scannable(string type) => type switch
    {
        "ssh-ed25519" => "ed25519",
        "ssh-rsa" => "rsa",
        _ => "ecdsa",
    };

    private NetworkLocation? Recall(string network)
    {
        if (Files.ReadText(paths.LocationCache)?.Split('\n') is not [var where, var until, var location, ..] || where != network)
            return null;
        if (!long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return null;
        var left = seconds - time.GetUtcNow().ToUnixTimeSeconds();
        if (left <= 0 || left > Remembered.TotalSeconds)
            return null;
        return location == "inside" ? NetworkLocation.Inside : NetworkLocation.Outside;
    }

    private void Remember(string network, NetworkLocation location, TimeSpan howLong)
    {
        var until = time.GetUtcNow().Add(howLong).ToUnixTimeSeconds();
        Files.WritePrivate(paths.LocationCache, $"{network}\n{Number(until)}\n{(location == NetworkLocation.Inside ? "inside" : "outside")}\n");
    }

    private static string Fingerprint(IReadOnlyList<IPAddress> addresses) =>
        string.Join(' ', addresses.Select(address => address.ToString()).Order(StringComparer.Ordinal));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
