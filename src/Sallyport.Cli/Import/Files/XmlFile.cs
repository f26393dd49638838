using System.Xml;
using System.Xml.Linq;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>What the XML formats share. No document may name another: DTDs are refused.</summary>
internal static class XmlFile
{
    public static XmlReader Open(KeyFile file) => XmlReader.Create(
        new MemoryStream(file.Bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true });

    /// <exception cref="UnreadableFile">It is not XML.</exception>
    public static XDocument Load(KeyFile file)
    {
        using var reader = Open(file);
        try
        {
            return XDocument.Load(reader);
        }
        catch (XmlException broken)
        {
            throw Damaged(broken);
        }
    }

    public static UnreadableFile Damaged(XmlException broken) => new($"the XML is damaged at line {broken.LineNumber}; export again");

    /// <summary>The bytes of base64 with blanks anywhere; null for anything else.</summary>
    public static byte[]? Base64(string? text)
    {
        if (text is null)
            return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
