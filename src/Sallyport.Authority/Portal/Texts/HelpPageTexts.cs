namespace Sallyport.Authority.Portal.Texts;

/// <summary>What stands around the help texts, which lie in Portal/Help/Text.</summary>
internal static class HelpPageTexts
{
    public const string Entry = "Help";
    public const string Lead = "How to log in with two factors, with every program. Copy the lines as they are: they already have this site's names and ports.";
    public const string System = "Your system";
    public const string Contents = "On this page";
    public const string NoProfile = "This site has not published its profile yet, so there are no instructions. Ask an administrator.";
    public const string SomeUser = "yourname";

    public static string Title(string site) => $"Help for {site}";
}
