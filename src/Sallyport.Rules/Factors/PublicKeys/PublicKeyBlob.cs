using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Sallyport.Rules.Factors.PublicKeys;

/// <summary>Whether a blob is a whole key of its type and nothing else: RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4, OpenSSH's PROTOCOL.u2f.</summary>
internal static class PublicKeyBlob
{
    public const int LeastRsaBits = 2048, MostRsaBits = 16384;

    private const int MostApplication = 255;

    /// <summary>The types that are accepted.</summary>
    public static readonly string[] Types =
    [
        "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Problem(string type, ReadOnlySpan<byte> blob)
    {
        var rest = blob;
        if (!TakeString(ref rest, out var name) || !name.SequenceEqual(Encoding.ASCII.GetBytes(type)))
            return $"the key inside is not of the type {type}; copy the file again";

        var (isWhole, problem) = type switch
        {
            "ssh-ed25519" => (TakePoint(ref rest), null),
            "sk-ssh-ed25519@openssh.com" => (TakePoint(ref rest) && TakeApplication(ref rest), null),
            "ecdsa-sha2-nistp256" => (TakeCurve(ref rest, "nistp256", 32), null),
            "ecdsa-sha2-nistp384" => (TakeCurve(ref rest, "nistp384", 48), null),
            "ecdsa-sha2-nistp521" => (TakeCurve(ref rest, "nistp521", 66), null),
            "sk-ecdsa-sha2-nistp256@openssh.com" => (TakeCurve(ref rest, "nistp256", 32) && TakeApplication(ref rest), null),
            "ssh-rsa" => TakeRsa(ref rest),
            _ => (false, null),
        };
        return problem ?? (isWhole && rest.IsEmpty ? null : "the key is damaged; copy the file again");
    }

    private static bool TakePoint(ref ReadOnlySpan<byte> rest) => TakeString(ref rest, out var point) && point.Length == 32;

    private static bool TakeCurve(ref ReadOnlySpan<byte> rest, string curve, int size) =>
        TakeString(ref rest, out var name) && name.SequenceEqual(Encoding.ASCII.GetBytes(curve))
        && TakeString(ref rest, out var point) && point.Length == 1 + (2 * size) && point[0] == 4;

    private static bool TakeApplication(ref ReadOnlySpan<byte> rest) =>
        TakeString(ref rest, out var application) && application.Length is > 0 and <= MostApplication;

    private static (bool IsWhole, string? Problem) TakeRsa(ref ReadOnlySpan<byte> rest)
    {
        if (!TakeNumber(ref rest, out var exponent) || !TakeNumber(ref rest, out var modulus))
            return (false, null);
        if (exponent < 3 || exponent.IsEven || modulus.IsEven)
            return (false, null);
        return modulus.GetBitLength() switch
        {
            < LeastRsaBits => (true, $"an RSA key of {modulus.GetBitLength()} bits is too short; make another with: ssh-keygen -t ed25519"),
            > MostRsaBits => (true, $"an RSA key has at most {MostRsaBits} bits"),
            _ => (true, null),
        };
    }

    /// <summary>RFC 4251 section 5, mpint: positive and without needless zeros.</summary>
    private static bool TakeNumber(ref ReadOnlySpan<byte> rest, out BigInteger number)
    {
        number = default;
        if (!TakeString(ref rest, out var bytes) || bytes.IsEmpty || bytes.Length > (MostRsaBits / 8) + 1 || (bytes[0] & 0x80) != 0)
            return false;
        if (bytes[0] == 0 && (bytes.Length == 1 || (bytes[1] & 0x80) == 0))
            return false;
        number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        return true;
    }

    private static bool TakeString(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < 4)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 4)
            return false;
        taken = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return true;
    }
}
