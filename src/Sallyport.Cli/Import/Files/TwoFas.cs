using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>The backup of 2FAS, plain or sealed with a pass phrase (PBKDF2, then AES-256-GCM).</summary>
internal sealed class TwoFas : IKeyFileFormat
{
    private const int Iterations = 10_000;
    private const int TagBytes = 16;

    public string Name => "2FAS";

    public bool Recognises(KeyFile file) => JsonFile.HasNearBeginning(file, '{', "\"services\"", "\"servicesEncrypted\"");

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        JsonElement? root = JsonFile.Parse(file.Bytes);
        var services = root.At("servicesEncrypted").Text() is { } sealedText ? JsonFile.Parse(Open(sealedText, file.PassPhrase())) : root.At("services");
        return services.Each().Select((service, index) =>
        {
            var otp = service.At("otp");
            return (OathKey.OfBase32(service.At("secret").Text()) with
            {
                Type = otp.At("tokenType").Text() ?? "totp",
                Algorithm = otp.At("algorithm").Text(),
                Digits = otp.At("digits").Text(),
                Period = otp.At("period").Text(),
            }).In(new FoundKey($"entry {index + 1}", otp.At("account").Text() ?? otp.At("label").Text())
            {
                Issuer = otp.At("issuer").Text() ?? service.At("name").Text(),
            });
        });
    }

    /// <summary>Three parts in base64: the sealed services, the salt, the nonce.</summary>
    private static byte[] Open(string text, string passPhrase)
    {
        var parts = text.Split(':');
        if (parts.Length != 3 || Base64(parts[0]) is not { Length: > TagBytes } data || Base64(parts[1]) is not { } salt || Base64(parts[2]) is not { Length: 12 } nonce)
            throw new UnreadableFile("the encrypted backup is damaged; export again");

        var opened = new byte[data.Length - TagBytes];
        try
        {
            using var aes = new AesGcm(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passPhrase), salt, Iterations, HashAlgorithmName.SHA256, 32), TagBytes);
            aes.Decrypt(nonce, data.AsSpan(0, opened.Length), data.AsSpan(opened.Length), opened);
            return opened;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new UnreadableFile("the pass phrase does not open the backup");
        }
    }

    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
