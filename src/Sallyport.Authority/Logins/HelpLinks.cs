using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Logins;

/// <summary>Ends a final message with the address of its paragraph in the help pages, where the site serves them.</summary>
internal sealed class HelpLinks(PortalOptions portal)
{
    /// <summary>What fits into one Reply-Message of RADIUS (RFC 2865 section 5.18) with the words that ask for Enter; longer ones go without the address.</summary>
    public const int MostBytes = 253 - 14;

    /// <summary>Of a site without help pages.</summary>
    public static HelpLinks None { get; } = new(new PortalOptions());

    private readonly string? address = portal is { IsOn: true, Help: not HelpPages.Off } ? portal.Origin + PortalPaths.Help : null;

    public string Text(LoginDecision.Refuse refuse) => After(refuse.Text, RefusalMessage.Of(refuse.Refusal).Anchor);

    public string Text(RefusalMessage message) => After(message.Text, message.Anchor);

    private string After(string text, string anchor)
    {
        if (address is null)
            return text;
        var whole = $"{text} Help: {address}#{anchor}";
        return Encoding.UTF8.GetByteCount(whole) <= MostBytes ? whole : text;
    }
}
