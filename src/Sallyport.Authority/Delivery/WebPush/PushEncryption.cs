using System.Security.Cryptography;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Delivery.WebPush;

/// <summary>The encryption of Web Push messages (RFC 8291): only the browser that subscribed can read them, the push service cannot.</summary>
internal static class PushEncryption
{
    /// <summary>What fits into one message beside the header, the delimiter and the tag (RFC 8291 section 4).</summary>
    public const int MostBytes = 3993;

    // The push service sees lengths; names and hosts should not be read from them.
    private const int Step = 256;

    /// <summary>A message under a key pair and a salt of its own. Null when the subscription's keys are none.</summary>
    public static byte[]? Encrypt(WebPushSubscription subscription, ReadOnlySpan<byte> plain)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var padded = Math.Min((plain.Length / Step + 1) * Step, MostBytes);
        return Encrypt(subscription, plain, Math.Max(padded - plain.Length, 0), sender, RandomNumberGenerator.GetBytes(Aes128Gcm.SaltLength));
    }

    /// <summary>The same with everything given, for the RFC's example.</summary>
    internal static byte[]? Encrypt(WebPushSubscription subscription, ReadOnlySpan<byte> plain, int padding, ECDiffieHellman sender, ReadOnlySpan<byte> salt)
    {
        if (subscription.Auth.Length != WebPushSubscription.AuthBytes)
            return null;
        using var receiver = CurvePoint.Import(subscription.P256dh.AsSpan());
        if (receiver is null)
            return null;

        var senderPoint = CurvePoint.Write(sender.PublicKey.ExportParameters().Q);
        var shared = sender.DeriveRawSecretAgreement(receiver.PublicKey);
        var inputKey = InputKey(shared, subscription.Auth.AsSpan(), subscription.P256dh.AsSpan(), senderPoint);
        CryptographicOperations.ZeroMemory(shared);
        return Aes128Gcm.Encrypt(inputKey, salt, senderPoint, plain, padding);
    }

    /// <summary>RFC 8291 section 3.4: IKM from the shared secret, the authentication secret and both public keys.</summary>
    internal static byte[] InputKey(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> authenticationSecret, ReadOnlySpan<byte> receiver, ReadOnlySpan<byte> sender)
    {
        var inputKey = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, inputKey, authenticationSecret, [.. "WebPush: info\0"u8, .. receiver, .. sender]);
        return inputKey;
    }
}
