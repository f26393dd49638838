using Sallyport.Profile;

namespace SshWith2fa.Routes;

/// <summary>Ends a refusal with the address of its paragraph, where the site has help pages.</summary>
internal static class RefusalHelp
{
    public static string Anchor(this RouteRefusal refusal) => refusal switch
    {
        RouteRefusal.NobodyToAsk => "client-nobody-to-ask",
        RouteRefusal.NotShared => "client-not-shared",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "no paragraph is known for it"),
    };

    public static string After(this RouteRefusal refusal, string sentence, SiteProfile? site) =>
        site?.Help is { } help ? $"{sentence}. Help: {help}#{refusal.Anchor()}" : sentence;
}
