using Sallyport.Profile;

namespace SshWith2fa.Routes;

/// <summary>The paragraphs of the help pages about what this program refuses (Portal/Help/Text/refused.md).</summary>
internal enum HelpParagraph
{
    NobodyToAsk,
    NotShared,
    SessionEnded,
    NoMoreChannels,
    PortClosed,
}

/// <summary>Ends a refusal with the address of its paragraph, where the site has help pages.</summary>
internal static class RefusalHelp
{
    public static string Anchor(this HelpParagraph paragraph) => paragraph switch
    {
        HelpParagraph.NobodyToAsk => "client-nobody-to-ask",
        HelpParagraph.NotShared => "client-not-shared",
        HelpParagraph.SessionEnded => "client-session-ended",
        HelpParagraph.NoMoreChannels => "client-no-more-channels",
        HelpParagraph.PortClosed => "client-port-closed",
        _ => throw new ArgumentOutOfRangeException(nameof(paragraph), paragraph, "no anchor is known for it"),
    };

    public static HelpParagraph Paragraph(this RouteRefusal refusal) => refusal switch
    {
        RouteRefusal.NobodyToAsk => HelpParagraph.NobodyToAsk,
        RouteRefusal.NotShared => HelpParagraph.NotShared,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "no paragraph is known for it"),
    };

    public static string After(this HelpParagraph paragraph, string sentence, SiteProfile? site) =>
        site?.Help is { } help ? $"{sentence}. Help: {help}#{paragraph.Anchor()}" : sentence;
}
