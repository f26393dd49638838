using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>
/// Opens the values of a PSKC container (RFC 6030 section 6): AES in CBC mode under a key from a pass phrase (PBKDF2) or agreed beforehand,
/// each with a MAC over what is sealed.
/// </summary>
internal sealed class PskcSeal(KeyFile file)
{
    private const int MostIterations = 10_000_000;
    private const string Reason = "the encrypted key is damaged, or the pass phrase or key is wrong";

    private byte[]? encryptionKey;
    private byte[]? macKey;

    /// <summary>How values are sealed; null when they are not.</summary>
    public XElement? EncryptionKey { get; set; }

    /// <summary>How the MACs are made.</summary>
    public XElement? MacMethod { get; set; }

    /// <summary>The value of a Secret, or why there is none.</summary>
    /// <exception cref="UnreadableFile">The container's own key cannot be had.</exception>
    public byte[]? Open(XElement? value, out string? refusal, out string? note)
    {
        (refusal, note) = (null, null);
        if (value.Named("PlainValue") is { } plain)
            return XmlFile.Base64(plain.Value.Trim());
        if (value.Named("EncryptedValue") is not { } encrypted)
        {
            refusal = "the entry has no key";
            return null;
        }

        encryptionKey ??= Key();
        var bytes = CipherValue(encrypted);
        if (bytes is null || !IsSound(value!, bytes, ref note) || Decrypt(encryptionKey, Algorithm(encrypted), bytes) is not { } opened)
        {
            refusal = Reason;
            return null;
        }

        return opened;
    }

    private bool IsSound(XElement value, byte[] bytes, ref string? note)
    {
        // Within Secret by the standard, beside it in privacyIDEA's export.
        var given = (value.Named("ValueMAC") ?? value.Parent.Named("ValueMAC"))?.Value.Trim();
        if (given is null or "TODOmissing")
        {
            note = "the container has no MAC, so nothing proves that the encrypted key is unchanged";
            return MacMethod is null || given is not null;
        }

        macKey ??= MacMethod.Named("MACKey") is { } sealedKey && CipherValue(sealedKey) is { } cipher ? Decrypt(encryptionKey!, Algorithm(sealedKey), cipher) : encryptionKey;
        var mac = macKey is null ? null : (MacMethod.Marked("Algorithm") ?? "").ToUpperInvariant() switch
        {
            var name when name.EndsWith("HMAC-SHA1", StringComparison.Ordinal) => HMACSHA1.HashData(macKey, bytes),
            var name when name.EndsWith("HMAC-SHA256", StringComparison.Ordinal) => HMACSHA256.HashData(macKey, bytes),
            var name when name.EndsWith("HMAC-SHA512", StringComparison.Ordinal) => HMACSHA512.HashData(macKey, bytes),
            _ => null,
        };
        return mac is not null && CryptographicOperations.FixedTimeEquals(mac, XmlFile.Base64(given));
    }

    private byte[] Key()
    {
        if (EncryptionKey.Named("DerivedKey").Named("KeyDerivationMethod") is not { } method)
            return file.PreSharedKey ?? throw new UnreadableFile("the keys are encrypted under a pre-shared key; give it in hexadecimal with --key-file");

        var parameters = method.Named("PBKDF2-params");
        var salt = XmlFile.Base64((parameters.Named("Salt").Named("Specified") ?? parameters.Named("Salt"))?.Value.Trim());
        if (salt is null
            || !int.TryParse(parameters.Named("IterationCount")?.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostIterations
            || !int.TryParse(parameters.Named("KeyLength")?.Value.Trim() ?? "16", NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is not (16 or 24 or 32))
        {
            throw new UnreadableFile("the pass phrase's parameters are not those of PBKDF2 (RFC 6030 section 6.2)");
        }

        var hash = (parameters.Named("PRF").Marked("Algorithm") ?? "").ToUpperInvariant() switch
        {
            var name when name.EndsWith("SHA256", StringComparison.Ordinal) => HashAlgorithmName.SHA256,
            var name when name.EndsWith("SHA512", StringComparison.Ordinal) => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA1,
        };
        return Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(file.PassPhrase()), salt, count, hash, length);
    }

    private static string Algorithm(XElement encrypted) => encrypted.Named("EncryptionMethod").Marked("Algorithm") ?? "";

    private static byte[]? CipherValue(XElement encrypted) => XmlFile.Base64(encrypted.Named("CipherData").Named("CipherValue")?.Value.Trim());

    /// <summary>The initial vector stands before the text. Null when it does not open.</summary>
    private static byte[]? Decrypt(byte[] key, string algorithm, byte[] sealedBytes)
    {
        if (!algorithm.EndsWith("-cbc", StringComparison.OrdinalIgnoreCase) || key.Length is not (16 or 24 or 32) || sealedBytes.Length < 32 || sealedBytes.Length % 16 != 0)
            return null;
        using var aes = Aes.Create();
        aes.Key = key;
        try
        {
            // XML Encryption fills up with any bytes and writes their count last.
            var padded = aes.DecryptCbc(sealedBytes.AsSpan(16), sealedBytes.AsSpan(0, 16), PaddingMode.None);
            return padded[^1] is > 0 and <= 16 and var fill ? padded[..^fill] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
