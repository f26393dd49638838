using System.Text.Json;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>The plain JSON export of Bitwarden and of Bitwarden Authenticator: logins that may have an otpauth URI or a bare key.</summary>
internal sealed class Bitwarden : IKeyFileFormat
{
    public string Name => "Bitwarden";

    public bool Recognises(KeyFile file) => JsonFile.HasNearBeginning(file, '{', "\"encrypted\"", "\"items\"");

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        JsonElement? root = JsonFile.Parse(file.Bytes);
        if (root.At("encrypted") is { ValueKind: JsonValueKind.True })
            throw new UnreadableFile("the export is encrypted; export as plain .json");

        return root.At("items").Each()
            .Select((item, index) => (Item: item, Where: $"entry {index + 1}", Totp: item.At("login").At("totp").Text()))
            .Where(entry => entry.Totp is not null)
            .Select(entry => Key(
                new FoundKey(entry.Where, entry.Item.At("login").At("username").Text()) { Issuer = entry.Item.At("name").Text() }, entry.Totp!));
    }

    private static FoundKey Key(FoundKey entry, string totp) => totp.Contains("://", StringComparison.Ordinal)
        ? totp.StartsWith("steam://", StringComparison.OrdinalIgnoreCase) ? new OathKey([]) { Type = "steam" }.In(entry) : OtpauthLines.Of(entry, totp)
        : OathKey.OfBase32(totp).In(entry);
}
