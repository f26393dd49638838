using System.Net;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>A set of networks, merged into sorted ranges: a look-up is one binary search, whatever the number of networks.</summary>
internal sealed class AddressList
{
    private readonly UInt128[] starts;
    private readonly UInt128[] ends;

    public AddressList(IEnumerable<IPNetwork> networks)
    {
        var ranges = networks.Select(Range).OrderBy(range => range.Start).ToArray();
        var merged = new List<(UInt128 Start, UInt128 End)>(ranges.Length);
        foreach (var range in ranges)
        {
            if (merged.Count > 0 && range.Start <= merged[^1].End)
                merged[^1] = (merged[^1].Start, UInt128.Max(merged[^1].End, range.End));
            else
                merged.Add(range);
        }

        starts = [.. merged.Select(range => range.Start)];
        ends = [.. merged.Select(range => range.End)];
    }

    public static AddressList Empty { get; } = new([]);

    /// <summary>Ranges left after merging.</summary>
    public int Count => starts.Length;

    public bool Contains(SourceAddress address)
    {
        if (starts.Length == 0)
            return false;
        var value = Value(address);
        var index = Array.BinarySearch(starts, value);
        return index >= 0 || (~index > 0 && value <= ends[~index - 1]);
    }

    private static UInt128 Value(SourceAddress address) => new(address.High, address.Low);

    private static (UInt128 Start, UInt128 End) Range(IPNetwork network)
    {
        var start = SourceAddress.From(network.BaseAddress);
        var hostBits = network.BaseAddress.GetAddressBytes().Length * 8 - network.PrefixLength;
        var size = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        return (Value(start), Value(start) | size);
    }
}
