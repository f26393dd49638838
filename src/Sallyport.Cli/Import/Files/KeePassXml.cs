using System.Xml;
using System.Xml.Linq;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>The XML export of KeePassXC (field <c>otp</c>, or the older <c>TOTP Seed</c>) and of KeePass 2 (<c>TimeOtp-…</c>). Histories are left out.</summary>
internal sealed class KeePassXml : IKeyFileFormat
{
    public string Name => "KeePass XML";

    public bool Recognises(KeyFile file) => file.Head.TrimStart().StartsWith('<') && file.Head.Contains("<KeePassFile", StringComparison.Ordinal);

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        var entries = XmlFile.Load(file).Descendants("Entry").Where(entry => entry.Parent?.Name.LocalName != "History");
        return entries.Select((entry, index) => Key(index + 1, Fields(entry))).Where(found => found is not null)!;
    }

    private static Dictionary<string, string> Fields(XElement entry)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in entry.Elements("String"))
            fields.TryAdd(field.Element("Key")?.Value ?? "", field.Element("Value")?.Value ?? "");
        return fields;
    }

    private static FoundKey? Key(int number, Dictionary<string, string> fields)
    {
        var entry = new FoundKey($"entry {number}", fields.GetValueOrDefault("UserName") is { Length: > 0 } user ? user : null) { Issuer = fields.GetValueOrDefault("Title") };
        if (fields.GetValueOrDefault("otp") is { Length: > 0 } uri)
            return OtpauthLines.Of(entry, uri);
        if (fields.GetValueOrDefault("TOTP Seed") is { Length: > 0 } seed)
        {
            var settings = fields.GetValueOrDefault("TOTP Settings", "30;6").Split(';');
            return (OathKey.OfBase32(seed) with { Period = settings[0], Digits = settings.ElementAtOrDefault(1) }).In(entry);
        }

        return Secret(fields) is { } key
            ? (key with
            {
                Algorithm = fields.GetValueOrDefault("TimeOtp-Algorithm"),
                Digits = fields.GetValueOrDefault("TimeOtp-Length"),
                Period = fields.GetValueOrDefault("TimeOtp-Period"),
            }).In(entry)
            : null;
    }

    private static OathKey? Secret(Dictionary<string, string> fields)
    {
        if (fields.TryGetValue("TimeOtp-Secret-Base32", out var base32))
            return OathKey.OfBase32(base32);
        if (fields.TryGetValue("TimeOtp-Secret-Hex", out var hex))
            return OathKey.OfHex(hex);
        if (fields.TryGetValue("TimeOtp-Secret-Base64", out var base64))
            return new OathKey(XmlFile.Base64(base64));
        return fields.TryGetValue("TimeOtp-Secret", out var plain) ? new OathKey(System.Text.Encoding.UTF8.GetBytes(plain)) : null;
    }
}
