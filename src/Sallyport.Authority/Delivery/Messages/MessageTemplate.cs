using Sallyport.Authority.Configuration;

namespace Sallyport.Authority.Delivery.Messages;

/// <summary>Fills a configured text with what a message holds.</summary>
internal static class MessageTemplate
{
    public static string Fill(this Template template, Message message, string? secret, Escaping escaping) =>
        template.Fill(place => Value(place, message, secret), escaping);

    private static string Value(string place, Message message, string? secret) => place switch
    {
        "to" => message.To.Reveal(),
        // Some gateways want a number without its plus sign.
        "digits" => string.Concat(message.To.Reveal().Where(char.IsAsciiDigit)),
        "text" => message.Text.Reveal(),
        "title" => message.Title,
        "link" => message.Link?.AbsoluteUri ?? string.Empty,
        "id" => message.Id,
        "person" => message.Person,
        _ => secret ?? string.Empty,
    };
}
