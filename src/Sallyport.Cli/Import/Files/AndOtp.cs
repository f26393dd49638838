using System.Text.Json;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>The plain backup of andOTP: an array of entries.</summary>
internal sealed class AndOtp : IKeyFileFormat
{
    public string Name => "andOTP";

    public bool Recognises(KeyFile file) => JsonFile.HasNearBeginning(file, '[', "\"secret\"");

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        JsonElement? root = JsonFile.Parse(file.Bytes);
        return root.Each().Select((entry, index) =>
        {
            var label = entry.At("label").Text();
            var colon = label?.IndexOf(':', StringComparison.Ordinal) ?? -1;
            return (OathKey.OfBase32(entry.At("secret").Text()) with
            {
                Type = entry.At("type").Text() ?? "totp",
                Algorithm = entry.At("algorithm").Text(),
                Digits = entry.At("digits").Text(),
                Period = entry.At("period").Text(),
            }).In(new FoundKey($"entry {index + 1}", label?[(colon + 1)..].TrimStart(' '))
            {
                Issuer = entry.At("issuer").Text() ?? (colon > 0 ? label![..colon] : null),
            });
        });
    }
}
