using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sallyport.Authority.Configuration;

/// <summary>
/// The attributes that an Access-Accept may carry for a client, by the names that FreeRADIUS's dictionary gives them: what VPN gateways and switches
/// take groups and networks from.
/// </summary>
internal static class RadiusDictionary
{
    private const int VendorSpecific = 26;
    private const int Header = 2;
    private const int MostValue = 253;

    private static readonly FrozenDictionary<string, DictionaryAttribute> ByName = new Dictionary<string, DictionaryAttribute>(StringComparer.OrdinalIgnoreCase)
    {
        // RFC 2865 section 5.
        ["Service-Type"] = new(6, ValueKind.Number) { Words = Words(("Login-User", 1), ("Framed-User", 2), ("Administrative-User", 6), ("NAS-Prompt-User", 7)) },
        ["Framed-Protocol"] = new(7, ValueKind.Number) { Words = Words(("PPP", 1)) },
        ["Framed-IP-Address"] = new(8, ValueKind.Address),
        ["Framed-IP-Netmask"] = new(9, ValueKind.Address),
        ["Filter-Id"] = new(11, ValueKind.Text),
        ["Class"] = new(25, ValueKind.Text),
        ["Session-Timeout"] = new(27, ValueKind.Number),
        ["Idle-Timeout"] = new(28, ValueKind.Number),
        // RFC 2868 section 3, without a tag; RFC 2869 section 5.
        ["Tunnel-Type"] = new(64, ValueKind.Number) { Words = Words(("VLAN", 13)) },
        ["Tunnel-Medium-Type"] = new(65, ValueKind.Number) { Words = Words(("IEEE-802", 6)) },
        ["Tunnel-Private-Group-Id"] = new(81, ValueKind.Text),
        ["Acct-Interim-Interval"] = new(85, ValueKind.Number),
        ["Framed-Pool"] = new(88, ValueKind.Text),
        // Vendors' groups and roles.
        ["Cisco-AVPair"] = new(1, ValueKind.Text) { Vendor = 9 },
        ["ASA-Group-Policy"] = new(25, ValueKind.Text) { Vendor = 3076 },
        ["Juniper-Local-User-Name"] = new(1, ValueKind.Text) { Vendor = 2636 },
        ["Fortinet-Group-Name"] = new(1, ValueKind.Text) { Vendor = 12356 },
        ["Aruba-User-Role"] = new(1, ValueKind.Text) { Vendor = 14823 },
        ["Mikrotik-Group"] = new(3, ValueKind.Text) { Vendor = 14988 },
        ["PaloAlto-User-Group"] = new(5, ValueKind.Text) { Vendor = 25461 },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private enum ValueKind
    {
        Text,
        Number,
        Address,
    }

    /// <summary>The names, for a sentence.</summary>
    public static string Names => string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal));

    /// <summary>The whole attribute as it goes over the wire; null when the name is not in the dictionary or the value does not fit it.</summary>
    /// <param name="setting">A name, a blank and a value: <c>Filter-Id staff</c>.</param>
    public static byte[]? Encode(string setting)
    {
        var parts = setting.Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts is [var name, var text] && ByName.TryGetValue(name, out var entry) && entry.Value(text) is { } value ? entry.Whole(value) : null;
    }

    private static FrozenDictionary<string, uint> Words(params (string Word, uint Number)[] words) =>
        words.ToFrozenDictionary(word => word.Word, word => word.Number, StringComparer.OrdinalIgnoreCase);

    private sealed record DictionaryAttribute(byte Type, ValueKind Kind)
    {
        /// <summary>The vendor's number; 0 for a standard's attribute.</summary>
        public uint Vendor { get; init; }

        public FrozenDictionary<string, uint> Words { get; init; } = FrozenDictionary<string, uint>.Empty;

        public byte[]? Value(string text) => Kind switch
        {
            ValueKind.Number => Words.TryGetValue(text, out var word) ? Bytes(word) : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Bytes(number) : null,
            ValueKind.Address => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes() : null,
            _ => text.Any(char.IsControl) ? null : Encoding.UTF8.GetBytes(text),
        };

        public byte[]? Whole(byte[] value)
        {
            var inside = Vendor == 0 ? value : [.. Bytes(Vendor), Type, (byte)(value.Length + Header), .. value];
            return inside.Length > MostValue ? null : [Vendor == 0 ? Type : (byte)VendorSpecific, (byte)(inside.Length + Header), .. inside];
        }

        private static byte[] Bytes(uint number)
        {
            var bytes = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            return bytes;
        }
    }
}
