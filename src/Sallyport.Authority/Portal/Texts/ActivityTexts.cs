namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the page about what happened with a person's name says.</summary>
internal static class ActivityTexts
{
    public const string Entry = "Activity";
    public const string Title = "What happened with your name";
    public const string Lead = "Logins, wrong codes and changes. If something here was not you, report it. This has no disadvantages for you.";

    public const string FailedTitle = "Wrong codes since your last login";
    public const string FailedNone = "None.";
    public const string NotMe = "This was not me";
    public const string DisownTitle = "Was this not you?";
    public const string DisownWhat = "If you report it, we refuse every code for your name from this network for a while, sign out all your other browsers, and tell your administrator:";
    public const string DisownButton = "Yes, it was not me";
    public const string DisownBack = "No, go back";
    public const string Disowned = "Reported. This network is refused for your name, your other browsers are signed out, and your administrator can see your report. Change your password if you think that somebody knows it.";

    public const string RecentTitle = "Recent activity";
    public const string RecentNone = "Nothing yet.";
    public const string When = "When";
    public const string What = "What";
    public const string Where = "From";

    public const string SessionsTitle = "Signed-in browsers";
    public const string ThisBrowser = "This browser";
    public const string Since = "since";
    public const string SignOutEverywhere = "Sign out everywhere";
    public const string SignedOutEverywhere = "All browsers are signed out.";
    public const string UnknownNetwork = "unknown addresses";
}
