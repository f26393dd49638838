using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>The receiving side of Web Push, written from RFC 8291 and 8188 apart from the product's: the keys of a subscription, and what reads messages.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] authentication = RandomNumberGenerator.GetBytes(16);

    public WebPushSubscription Subscription(Uri endpoint) =>
        WebPushSubscription.Read(endpoint.ToString(), Point, authentication) ?? throw new InvalidOperationException("the endpoint cannot be used");

    /// <summary>Throws when the message is not for this browser.</summary>
    public byte[] Read(ReadOnlySpan<byte> message)
    {
        var (salt, idLength) = (message[..16].ToArray(), message[20]);
        var sender = message.Slice(21, idLength).ToArray();
        Assert.True(message.Length - 21 - idLength <= BinaryPrimitives.ReadUInt32BigEndian(message[16..]), "more than one record");
        var point = new ECPoint { X = sender[1..33], Y = sender[33..65] };
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        var shared = key.DeriveRawSecretAgreement(other.PublicKey);
        var input = Hash(Hash(authentication, shared), [.. "WebPush: info\0"u8, .. Point, .. sender, 1]);
        var extracted = Hash(salt, input);
        var record = message[(21 + idLength)..];
        var plain = new byte[record.Length - 16];
        using var cipher = new AesGcm(Hash(extracted, [.. "Content-Encoding: aes128gcm\0"u8, 1]).AsSpan(0, 16), 16);
        cipher.Decrypt(Hash(extracted, [.. "Content-Encoding: nonce\0"u8, 1]).AsSpan(0, 12), record[..^16], record[^16..], plain);
        var end = Array.FindLastIndex(plain, b => b != 0);
        Assert.Equal(2, plain[end]);
        return plain[..end];
    }

    public static (string Token, string Key) ReadVapid(string header)
    {
        Assert.StartsWith("vapid ", header, StringComparison.Ordinal);
        var fields = header[6..].Split(',', StringSplitOptions.TrimEntries).Select(field => field.Split('=', 2)).ToDictionary(f => f[0], f => f[1], StringComparer.Ordinal);
        return (fields["t"], fields["k"]);
    }

    public static bool IsSigned(string token, string publicKey)
    {
        var point = Base64Url.DecodeFromChars(publicKey);
        var end = token.LastIndexOf('.');
        using var verifier = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33], Y = point[33..65] },
        });
        return verifier.VerifyData(Encoding.ASCII.GetBytes(token, 0, end), Base64Url.DecodeFromChars(token.AsSpan(end + 1)), HashAlgorithmName.SHA256);
    }

    public static string ClaimsOf(string token) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1]));

    public void Dispose() => key.Dispose();

    private byte[] Point
    {
        get
        {
            var q = key.PublicKey.ExportParameters().Q;
            return [4, .. q.X!, .. q.Y!];
        }
    }

    private static byte[] Hash(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);
}
