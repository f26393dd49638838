using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using SshWith2fa.Platform;

namespace SshWith2fa.Master;

/// <summary>What Linux tells of a master's connection to its server without asking the master: asking would count as use of the session.</summary>
/// <param name="IsStopped">The process is stopped, so it answers nobody until it goes on.</param>
/// <param name="IsSilent">What it sends is not acknowledged: the network is away.</param>
/// <param name="Local">The address of this machine that the connection is bound to; null where unknown.</param>
internal sealed record MasterConnection(bool IsStopped, bool IsSilent, IPAddress? Local)
{
    /// <summary>
    /// Sent again so often, in a bit more than a second, without an answer. One lost packet says nothing. What the kernel could not even send,
    /// for want of a route or of the address, it does not count as sent: then it counts probes.
    /// </summary>
    private const int Unanswered = 3;

    private const string Established = "01";

    /// <summary>Elsewhere than on Linux: nothing is known, so all counts as well.</summary>
    public static MasterConnection Of(int process)
    {
        if (!OperatingSystem.IsLinux() || process <= 0)
            return new MasterConnection(false, false, null);
        var stat = Files.ReadText($"/proc/{process}/stat") ?? "";
        var at = stat.LastIndexOf(')') + 2;
        var stopped = at > 1 && at < stat.Length && stat[at] is 'T' or 't';
        return Read(stopped, Files.ReadText("/proc/net/tcp") + Files.ReadText("/proc/net/tcp6"), [.. SessionClients.Sockets($"/proc/{process}")]);
    }

    /// <summary>True when this machine has another address in the place of the connection's: only if the old one comes back does the connection.</summary>
    public bool HasMoved(IReadOnlyList<IPAddress> addresses) =>
        Local is { } local && addresses.Any(address => address.AddressFamily == local.AddressFamily) && !addresses.Contains(local);

    /// <summary>Reads /proc/net/tcp: sl local_address rem_address st tx:rx tr:when retrnsmt uid probes inode … (proc(5), which calls the probes "timeout").</summary>
    public static MasterConnection Read(bool stopped, string table, HashSet<string> inodes)
    {
        foreach (var line in table.Split('\n'))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 10 || fields[3] != Established || !inodes.Contains(fields[9]))
                continue;
            if (Address(fields[2]) is not { } far || IPAddress.IsLoopback(far))
                continue;
            _ = int.TryParse(fields[6], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var again);
            _ = int.TryParse(fields[8], NumberStyles.None, CultureInfo.InvariantCulture, out var probes);
            return new MasterConnection(stopped, Math.Max(again, probes) >= Unanswered, Address(fields[1]));
        }
        return new MasterConnection(stopped, false, null);
    }

    // The kernel prints 32-bit words as the machine has them.
    private static IPAddress? Address(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        if (colon is not (8 or 32))
            return null;
        var bytes = new byte[colon / 2];
        for (var word = 0; word < colon / 8; word++)
        {
            if (!uint.TryParse(field.AsSpan(8 * word, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number))
                return null;
            if (BitConverter.IsLittleEndian)
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * word), number);
            else
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * word), number);
        }
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
