using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>The vault of Aegis, plain or sealed with a pass phrase (scrypt, then AES-256-GCM).</summary>
internal sealed class Aegis : IKeyFileFormat
{
    private const int PassPhraseSlot = 1;

    public string Name => "Aegis";

    public bool Recognises(KeyFile file) => JsonFile.HasNearBeginning(file, '{', "\"slots\"");

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        JsonElement? root = JsonFile.Parse(file.Bytes);
        var vault = root.At("db");
        if (vault is { ValueKind: JsonValueKind.String })
            vault = JsonFile.Parse(Open(root.At("header"), vault.Text() ?? "", file.PassPhrase()));

        return vault.At("entries").Each().Select((entry, index) => (OathKey.OfBase32(entry.At("info").At("secret").Text()) with
        {
            Type = entry.At("type").Text() ?? "",
            Algorithm = entry.At("info").At("algo").Text(),
            Digits = entry.At("info").At("digits").Text(),
            Period = entry.At("info").At("period").Text(),
        }).In(new FoundKey($"entry {index + 1}", entry.At("name").Text()) { Issuer = entry.At("issuer").Text() }));
    }

    private static byte[] Open(JsonElement? header, string vault, string passPhrase)
    {
        var damaged = new UnreadableFile("the encrypted vault is damaged; export again");
        var bytes = new byte[vault.Length];
        if (!Convert.TryFromBase64String(vault, bytes, out var length))
            throw damaged;

        var slots = header.At("slots").Each().Where(slot => slot.At("type").Text() == PassPhraseSlot.ToString()).ToList();
        if (slots.Count == 0)
            throw new UnreadableFile("the vault is not encrypted with a pass phrase; export it with one, or unencrypted");
        foreach (var slot in slots)
        {
            if (!(int.TryParse(slot.At("n").Text(), out var n) && int.TryParse(slot.At("r").Text(), out var r) && int.TryParse(slot.At("p").Text(), out var p) && Scrypt.IsAllowed(n, r, p))
                || OathKey.Hex(slot.At("salt").Text()) is not { } salt || OathKey.Hex(slot.At("key").Text()) is not { } sealedKey)
            {
                throw damaged;
            }

            var key = Scrypt.DeriveKey(Encoding.UTF8.GetBytes(passPhrase), salt, n, r, p, 32);
            if (Open(key, slot.At("key_params"), sealedKey) is { Length: 32 } master)
                return Open(master, header.At("params"), bytes[..length]) ?? throw damaged;
        }

        throw new UnreadableFile("the pass phrase does not open the vault");
    }

    /// <summary>Null when it does not open.</summary>
    private static byte[]? Open(byte[] key, JsonElement? parameters, byte[] sealedBytes)
    {
        if (OathKey.Hex(parameters.At("nonce").Text()) is not { Length: 12 } nonce || OathKey.Hex(parameters.At("tag").Text()) is not { Length: 16 } tag)
            return null;

        var opened = new byte[sealedBytes.Length];
        try
        {
            using var aes = new AesGcm(key, tag.Length);
            aes.Decrypt(nonce, sealedBytes, tag, opened);
            return opened;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
