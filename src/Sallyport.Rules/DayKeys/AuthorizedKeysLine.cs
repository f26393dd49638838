using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.DayKeys;

/// <summary>A day key as sshd takes it: a line of <c>authorized_keys</c> with everything that OpenSSH itself can check.</summary>
public static class AuthorizedKeysLine
{
    /// <summary>git-shell takes git's own commands and no other.</summary>
    private const string Git = "git-shell -c \\\"$SSH_ORIGINAL_COMMAND\\\"";

    private const string Sftp = "internal-sftp";

    /// <summary>The line, or null when there is no network from which the key could open.</summary>
    public static string? Of(DayKey key, DayKeyPolicy policy)
    {
        if (Sources(key, policy) is not { } sources)
            return null;

        var options = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"expiry-time=\"{key.Until.UtcDateTime:yyyyMMddHHmmss}Z\""),
        };
        if (!sources.IsEmpty)
            options.Add($"from=\"{string.Join(',', sources)}\"");
        if (key.Only != KeyPurpose.Anything)
            options.Add($"restrict,command=\"{CommandFor(key.Only)}\"");
        return $"{string.Join(',', options)} {key.Key}";
    }

    private static string CommandFor(KeyPurpose only) => only switch
    {
        KeyPurpose.Sftp => Sftp,
        KeyPurpose.Git => Git,
        _ => throw new ArgumentOutOfRangeException(nameof(only), only, "no such purpose"),
    };

    /// <summary>Networks outside the line's are asked for the factor by sshd; empty: any network. Null: none is left.</summary>
    private static ImmutableArray<IPNetwork>? Sources(DayKey key, DayKeyPolicy policy)
    {
        if (key.Network is not { } bound || policy.SecondNetwork == SecondNetwork.Refuse)
            return key.OnlyFrom;
        if (bound.IsUnknown)
            return null;

        var network = IPNetwork.Parse(bound.ToString());
        if (key.OnlyFrom.IsEmpty)
            return [network];
        ImmutableArray<IPNetwork> both = [.. key.OnlyFrom.Select(only => Common(only, network)).OfType<IPNetwork>().Distinct()];
        return both.IsEmpty ? null : both;
    }

    /// <summary>Of two networks one holds the other, or they have nothing in common.</summary>
    private static IPNetwork? Common(IPNetwork one, IPNetwork other) =>
        one.BaseAddress.AddressFamily != other.BaseAddress.AddressFamily ? null
        : one.PrefixLength <= other.PrefixLength ? (one.Contains(other.BaseAddress) ? other : null)
        : other.Contains(one.BaseAddress) ? one : null;
}
