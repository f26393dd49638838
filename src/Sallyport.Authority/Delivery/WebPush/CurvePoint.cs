using System.Security.Cryptography;

namespace Sallyport.Authority.Delivery.WebPush;

/// <summary>Points of P-256 as Web Push writes them: uncompressed, 65 bytes (SEC 1 section 2.3.3).</summary>
internal static class CurvePoint
{
    public const int Length = 65;

    private const byte Uncompressed = 4;

    public static byte[] Write(ECPoint point) => [Uncompressed, .. point.X!, .. point.Y!];

    /// <summary>Null when the bytes are not an uncompressed point; the caller that imports it checks whether it lies on the curve.</summary>
    public static ECPoint? Read(ReadOnlySpan<byte> bytes) => bytes.Length == Length && bytes[0] == Uncompressed
        ? new ECPoint { X = bytes[1..33].ToArray(), Y = bytes[33..].ToArray() }
        : null;

    /// <summary>The key that agrees with the holder of the point; null when the bytes are no point of the curve.</summary>
    public static ECDiffieHellman? Import(ReadOnlySpan<byte> bytes)
    {
        if (Read(bytes) is not { } point)
            return null;
        try
        {
            return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
