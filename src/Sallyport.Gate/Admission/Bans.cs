using System.Net;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>What an operator has shut out for a time with <c>sallyport gate ban</c>. Few entries, looked up by one walk.</summary>
internal sealed class Bans
{
    /// <summary>Longer lists belong into a deny file.</summary>
    public const int Most = 1000;

    private readonly List<(IPNetwork Network, AddressList Range, uint Until)> bans = [];

    public IEnumerable<(IPNetwork Network, uint Until)> All => bans.Select(ban => (ban.Network, ban.Until));

    /// <summary>Until when this source is banned, in seconds; 0 when it is not.</summary>
    public uint Until(SourceAddress source, Moment now)
    {
        foreach (var (_, range, until) in bans)
        {
            if (until > now.Seconds && range.Contains(source))
                return until;
        }

        return 0;
    }

    /// <summary>False when the list is full.</summary>
    public bool TryAdd(IPNetwork network, uint until, Moment now)
    {
        bans.RemoveAll(ban => ban.Network.Equals(network) || ban.Until <= now.Seconds);
        if (bans.Count >= Most)
            return false;
        bans.Add((network, new AddressList([network]), until));
        return true;
    }

    /// <summary>Lifts every ban inside the network or around it; the number lifted.</summary>
    public int Remove(IPNetwork network, Moment now)
    {
        bans.RemoveAll(ban => ban.Until <= now.Seconds);
        return bans.RemoveAll(ban => SourceText.Overlaps(network, ban.Network));
    }
}
