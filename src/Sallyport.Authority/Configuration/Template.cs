using System.Collections.Immutable;
using System.Security;
using System.Text;
using System.Text.Json;

namespace Sallyport.Authority.Configuration;

/// <summary>How a value is written into the text around it, so that it cannot end it.</summary>
internal enum Escaping
{
    /// <summary>As it is; control characters become spaces.</summary>
    Plain,
    /// <summary>For URLs and forms: percent-encoded.</summary>
    Percent,
    /// <summary>Inside a JSON string.</summary>
    Json,
    /// <summary>Inside XML text or attributes.</summary>
    Xml,
}

/// <summary>A text with places for values: <c>{to} {text} {title} {link} {id} {secret}</c>; <c>{{</c> and <c>}}</c> are braces.</summary>
internal sealed class Template
{
    public const string Places = "{to}, {digits}, {text}, {title}, {link}, {id}, {person}, {secret}";

    private static readonly string[] Known = ["to", "digits", "text", "title", "link", "id", "person", "secret"];

    private readonly ImmutableArray<Part> parts;

    private Template(ImmutableArray<Part> parts) => this.parts = parts;

    /// <summary>Null when a brace does not close or names no place.</summary>
    public static Template? Parse(string text)
    {
        var found = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}'))
            {
                literal.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i++]);
            }
            else if (text[i] == '{' && text.IndexOf('}', i) is > 0 and var end && Known.Contains(text[(i + 1)..end], StringComparer.Ordinal))
            {
                found.Add(new Part(literal.ToString(), text[(i + 1)..end]));
                literal.Clear();
                i = end;
            }
            else
            {
                return null;
            }
        }

        found.Add(new Part(literal.ToString(), null));
        return new Template(found.ToImmutable());
    }

    /// <summary>Whether the text has a place of this name.</summary>
    public bool Names(string place) => parts.Any(part => part.Place == place);

    /// <param name="value">What stands at a place.</param>
    /// <param name="escaping">How it is written there.</param>
    public string Fill(Func<string, string> value, Escaping escaping) =>
        string.Concat(parts.Select(part => part.Literal + (part.Place is { } place ? Escape(value(place), escaping) : string.Empty)));

    private static string Escape(string value, Escaping escaping) => escaping switch
    {
        Escaping.Percent => Uri.EscapeDataString(value),
        Escaping.Json => JsonEncodedText.Encode(value).ToString(),
        Escaping.Xml => SecurityElement.Escape(WithoutControls(value)),
        _ => WithoutControls(value),
    };

    private static string WithoutControls(string value) => string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c));

    private sealed record Part(string Literal, string? Place);
}
