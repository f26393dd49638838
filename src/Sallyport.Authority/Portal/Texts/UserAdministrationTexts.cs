namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the pages about people say to administrators.</summary>
internal static class UserAdministrationTexts
{
    public const string ListTitle = "Users";
    public const string Search = "Name contains";
    public const string SearchButton = "Search";
    public const string Show = "Show";
    public const string Name = "User name";
    public const string Standing = "Standing";
    public const string Factors = "Factors";
    public const string LastLogin = "Last login";
    public const string Failed = "Wrong since";
    public const string Closed = "Closed until";
    public const string None = "none";
    public const string Never = "never";
    public const string NoMatch = "Nobody matches.";
    public const string More = "More users";
    public const string AddTitle = "Register a user";
    public const string AddHint = "Whoever enrols a factor in a login session is registered by it. Register others here.";
    public const string Add = "Register";

    public const string NoName = "Choose somebody from the list.";
    public const string FactsTitle = "Standing";
    public const string FactorsTitle = "Second factors";
    public const string TriesTitle = "Tries";
    public const string EventsTitle = "Latest events";
    public const string AllEvents = "All events of this name";
    public const string ActionsTitle = "Change";
    public const string NobodyHint = "Nobody registered this name. Somebody may have guessed at it.";

    public const string App = "Authenticator app";
    public const string AppPending = "a new key waits for its first code";
    public const string Sheet = "Printed sheet";
    public const string Recovery = "Recovery codes";
    public const string Bypass = "Bypass code";
    public const string Devices = "Devices";
    public const string WebOtp = "Code from the web page";
    public const string Browsers = "Signed-in browsers";
    public const string FailedSince = "Wrong codes since";
    public const string ClosedNow = "Closed networks";

    public const string Register = "Register this name";
    public const string Lock = "Lock";
    public const string Unlock = "Unlock, and open what wrong codes closed";
    public const string Open = "Open what wrong codes closed";
    public const string SignOut = "Sign out every browser";
    public const string RemoveApp = "Remove the app";
    public const string RemoveSheet = "Remove the sheet";
    public const string RemoveDevice = "Remove";
    public const string BypassTitle = "Bypass code";
    public const string BypassHint = "Stands for the second factor. Tell it to the right person only: by voice, to a face you know.";
    public const string Uses = "Logins it opens";
    public const string Hours = "Hours it lives";
    public const string IssueBypass = "Make a bypass code";
    public const string BypassIssued = "It is shown once. It counts until";
    public const string SheetTitle = "Printed sheet";
    public const string SheetHint = "The sheet counts from the moment it is made, and an earlier one no longer. Print it, hand it over in person, delete the file.";
    public const string Paper = "Paper";
    public const string MakeSheet = "Make a sheet (PDF)";
    public const string RemoveTitle = "Remove this user";
    public const string RemoveHint = "All factors are gone with it. Type the name to show that you mean it.";
    public const string Remove = "Remove user and factors";
    public const string RemoveMismatch = "the name that was typed is another one; nothing was removed";
    public const string Back = "Back to the user";

    public static string Lines(int left) => left == 1 ? "1 line left" : $"{left} lines left";

    public static string Left(int left) => $"{left} left";

    public static string UsesLeft(int uses) => uses == 1 ? "1 login, until" : $"{uses} logins, until";

    public static string Done(string name) => $"Done: {name}.";

    public static string Removed(string name) => $"{name} is removed, with all factors.";

    public static string ShowWord(string word) => word switch
    {
        "without-factor" => "without a factor",
        "with-factor" => "with a factor",
        "locked" => "locked",
        "closed" => "closed now",
        _ => "everybody",
    };
}
