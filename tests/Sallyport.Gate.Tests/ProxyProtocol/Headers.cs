using System.Buffers.Binary;
using System.Net;
using System.Text;
using Sallyport.Gate.ProxyProtocol;

namespace Sallyport.Gate.Tests.ProxyProtocol;

/// <summary>Binary headers, right and wrong in one place each.</summary>
internal static class Headers
{
    public static readonly byte[] V4 = Binary(0x21, 0x11, Convert.FromHexString("CB007107" + "C0000201" + "D431" + "0016"));
    public static readonly byte[] V6 = new ProxyHeader(IPEndPoint.Parse("[2001:db8::7]:4000"), IPEndPoint.Parse("[2001:db8::1]:22")).ToBytes();
    public static readonly byte[] Text = Encoding.ASCII.GetBytes("PROXY TCP4 203.0.113.7 192.0.2.1 54321 22\r\n");

    public static byte[] Binary(byte versionAndCommand, byte family, ReadOnlySpan<byte> rest, int? length = null)
    {
        var bytes = new byte[16 + rest.Length];
        ProxyHeader.Signature.CopyTo(bytes);
        bytes[12] = versionAndCommand;
        bytes[13] = family;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), (ushort)(length ?? rest.Length));
        rest.CopyTo(bytes.AsSpan(16));
        return bytes;
    }

    public static byte[] WithAttributes(byte[] header, ReadOnlySpan<byte> attributes)
    {
        byte[] whole = [.. header, .. attributes];
        BinaryPrimitives.WriteUInt16BigEndian(whole.AsSpan(14), (ushort)(whole.Length - 16));
        return whole;
    }

    public static byte[] WithChecksum(byte[] header, uint error = 0)
    {
        var whole = WithAttributes(header, [0x03, 0, 4, 0, 0, 0, 0]);
        BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(whole.Length - 4), ProxyV2.Crc32C(whole, whole.Length - 4) ^ error);
        return whole;
    }
}
