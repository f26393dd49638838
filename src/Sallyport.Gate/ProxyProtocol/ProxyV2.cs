using System.Buffers.Binary;
using System.Net;
using System.Numerics;

namespace Sallyport.Gate.ProxyProtocol;

/// <summary>The binary header, section 2.2 of the standard: signature, version and command, family, length, addresses, attributes.</summary>
internal static class ProxyV2
{
    private const byte Checksum = 0x03;

    /// <param name="bytes">At least the fixed part, with the signature.</param>
    public static ProxyReading Parse(ReadOnlySpan<byte> bytes)
    {
        if ((bytes[12] & 0xF0) != ProxyHeader.Version2)
            return ProxyReading.Refused(ProxyFault.Version);
        var command = bytes[12] & 0x0F;
        if (command > ProxyHeader.CommandProxy)
            return ProxyReading.Refused(ProxyFault.Command);
        var length = ProxyHeader.FixedBytes + BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        if (length > ProxyHeader.LongestBytes)
            return ProxyReading.Refused(ProxyFault.TooLong);
        if (command == ProxyHeader.CommandLocal)
            return bytes.Length < length ? ProxyReading.Incomplete : ProxyReading.Local(length);
        int addresses;
        switch (bytes[13])
        {
            case ProxyHeader.TcpOverV4:
                addresses = ProxyHeader.AddressesV4;
                break;
            case ProxyHeader.TcpOverV6:
                addresses = ProxyHeader.AddressesV6;
                break;
            default:
                return ProxyReading.Refused(ProxyFault.Family);
        }

        if (length < ProxyHeader.FixedBytes + addresses)
            return ProxyReading.Refused(ProxyFault.Length);
        return bytes.Length < length ? ProxyReading.Incomplete : Whole(bytes[..length], addresses);
    }

    private static ProxyReading Whole(ReadOnlySpan<byte> header, int addresses)
    {
        var width = (addresses - 4) / 2;
        var pair = header.Slice(ProxyHeader.FixedBytes, addresses);
        var fault = Attributes(header, ProxyHeader.FixedBytes + addresses);
        if (fault != ProxyFault.None)
            return ProxyReading.Refused(fault);
        var sourcePort = BinaryPrimitives.ReadUInt16BigEndian(pair[(2 * width)..]);
        if (sourcePort == 0)
            return ProxyReading.Refused(ProxyFault.Port);
        return ProxyReading.Client(
            header.Length,
            new IPEndPoint(ProxyHeader.Plain(new IPAddress(pair[..width])), sourcePort),
            new IPEndPoint(ProxyHeader.Plain(new IPAddress(pair.Slice(width, width))), BinaryPrimitives.ReadUInt16BigEndian(pair[((2 * width) + 2)..])));
    }

    // Attributes are walked to their end, though only the checksum means anything here: a header that does not add up is not one.
    private static ProxyFault Attributes(ReadOnlySpan<byte> header, int at)
    {
        var fault = ProxyFault.None;
        while (at < header.Length)
        {
            if (at + 3 > header.Length)
                return ProxyFault.Attribute;
            var length = BinaryPrimitives.ReadUInt16BigEndian(header[(at + 1)..]);
            if (at + 3 + length > header.Length)
                return ProxyFault.Attribute;
            if (header[at] == Checksum)
            {
                if (length != 4)
                    return ProxyFault.Attribute;
                if (Crc32C(header, at + 3) != BinaryPrimitives.ReadUInt32BigEndian(header[(at + 3)..]))
                    fault = ProxyFault.Checksum;
            }

            at += 3 + length;
        }

        return fault;
    }

    // Over the whole header, the four bytes of the sum itself taken as zero.
    internal static uint Crc32C(ReadOnlySpan<byte> header, int sumAt)
    {
        var crc = uint.MaxValue;
        for (var i = 0; i < header.Length; i++)
            crc = BitOperations.Crc32C(crc, i >= sumAt && i < sumAt + 4 ? (byte)0 : header[i]);
        return ~crc;
    }
}
