using System.Xml;
using System.Xml.Linq;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>
/// Portable Symmetric Key Container (RFC 6030): plain, under a pass phrase or under a key agreed beforehand. privacyIDEA names the hash in an
/// attribute of Suite, others in its text.
/// </summary>
internal sealed class Pskc : IKeyFileFormat
{
    private const string AlgorithmPrefix = "urn:ietf:params:xml:ns:keyprov:pskc:";

    public string Name => "PSKC";

    public bool Recognises(KeyFile file) => file.Head.TrimStart().StartsWith('<') && file.Head.Contains("KeyContainer", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        using var reader = XmlFile.Open(file);
        var seal = new PskcSeal(file);
        for (var number = 1; Next(reader, seal) is { } package; number++)
            yield return Key(new FoundKey($"entry {number}", null), package, seal);
    }

    /// <summary>The next package, with what stands before it told to the seal; null at the end.</summary>
    private static XElement? Next(XmlReader reader, PskcSeal seal)
    {
        try
        {
            while (!reader.EOF)
            {
                var name = reader.NodeType == XmlNodeType.Element ? reader.LocalName.ToUpperInvariant() : null;
                if (name is not ("KEYPACKAGE" or "ENCRYPTIONKEY" or "MACMETHOD"))
                {
                    _ = reader.Read();
                    continue;
                }

                var element = (XElement)XNode.ReadFrom(reader);
                if (name == "KEYPACKAGE")
                    return element;
                if (name == "ENCRYPTIONKEY")
                    seal.EncryptionKey = element;
                else
                    seal.MacMethod = element;
            }

            return null;
        }
        catch (XmlException broken)
        {
            throw XmlFile.Damaged(broken);
        }
    }

    private static FoundKey Key(FoundKey entry, XElement package, PskcSeal seal)
    {
        var key = package.Named("Key");
        entry = entry with
        {
            Who = Person(key.Named("UserId")?.Value ?? package.Named("DeviceInfo").Named("UserId")?.Value),
            Serial = package.Named("DeviceInfo").Named("SerialNo")?.Value.Trim() ?? key.Marked("Id"),
            Issuer = key.Named("Issuer")?.Value,
        };
        var parameters = key.Named("AlgorithmParameters");
        var data = key.Named("Data");
        var algorithm = key.Marked("Algorithm") ?? "";
        var secret = seal.Open(data.Named("Secret"), out var refusal, out var note);
        if (refusal is not null)
            return entry with { Refusal = refusal };

        return new OathKey(secret)
        {
            Type = algorithm.StartsWith(AlgorithmPrefix, StringComparison.OrdinalIgnoreCase) ? algorithm[AlgorithmPrefix.Length..] : algorithm,
            Algorithm = parameters.Named("Suite").Marked("hashalgo") ?? Word(parameters.Named("Suite")?.Value),
            Digits = parameters.Named("ResponseFormat").Marked("Length"),
            Period = Word(data.Named("TimeInterval").Named("PlainValue")?.Value),
        }.In(entry with { Notes = note is null ? [] : [note] });
    }

    private static string? Word(string? text) => text?.Trim() is { Length: > 0 } word ? word : null;

    /// <summary>A user as the standard has it, a distinguished name; or a plain one, as programs write it.</summary>
    private static string? Person(string? user)
    {
        if (Word(user) is not { } text)
            return null;
        foreach (var part in text.Split(','))
        {
            if (part.Split('=', 2) is [var type, var value] && type.Trim().ToUpperInvariant() is "UID" or "CN")
                return Word(part.Split('=', 2)[1]);
        }

        return text;
    }
}
