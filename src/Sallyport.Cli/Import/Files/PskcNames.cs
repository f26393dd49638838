using System.Xml.Linq;

namespace Sallyport.Cli.Import.Files;

/// <summary>Finds by local name in any case: privacyIDEA writes its containers in small letters.</summary>
internal static class PskcNames
{
    /// <summary>The first child of the name.</summary>
    public static XElement? Named(this XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => child.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The attribute of the name.</summary>
    public static string? Marked(this XElement? element, string name) =>
        element?.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
}
