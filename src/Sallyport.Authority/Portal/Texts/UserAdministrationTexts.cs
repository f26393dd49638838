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
    public const string Failed = "Wrong codes since";
    public const string Closed = "Locked out until";
    public const string None = "none";
    public const string Never = "never";
    public const string NoMatch = "No user matches.";
    public const string More = "More users";
    public const string AddTitle = "Register a user";
    public const string AddHint = "Users who enrol a factor in a login session are registered automatically. Register other users here.";
    public const string Add = "Register";

    public const string NoName = "Choose a user from the list.";
    public const string FactsTitle = "Standing";
    public const string FactorsTitle = "Second factors";
    public const string TriesTitle = "Attempts";
    public const string EventsTitle = "Latest events";
    public const string AllEvents = "All events of this name";
    public const string ActionsTitle = "Change";
    public const string NobodyHint = "This name is not registered. Somebody may have guessed it.";

    public const string App = "Authenticator app";
    public const string AppPending = "a new key is waiting for its first code";
    public const string Sheet = "Printed sheet";
    public const string Recovery = "Recovery codes";
    public const string Bypass = "Bypass code";
    public const string Devices = "Devices";
    public const string WebOtp = "Code from the web page";
    public const string Browsers = "Signed-in browsers";
    public const string FailedSince = "Wrong codes since";
    public const string ClosedNow = "Lockouts";

    public const string Register = "Register this name";
    public const string Lock = "Lock";
    public const string Unlock = "Unlock and lift all lockouts";
    public const string Open = "Lift all lockouts";
    public const string SignOut = "Sign out every browser";
    public const string RemoveApp = "Remove the app";
    public const string RemoveSheet = "Remove the sheet";
    public const string RemoveDevice = "Remove";
    public const string BypassTitle = "Bypass code";
    public const string BypassHint = "Replaces the second factor. Tell it only to the right person: in person, to somebody whom you know.";
    public const string Uses = "Number of logins";
    public const string Hours = "Valid for (hours)";
    public const string IssueBypass = "Create a bypass code";
    public const string BypassIssued = "It is shown once. It is valid until";
    public const string SheetTitle = "Printed sheet";
    public const string SheetHint = "The sheet is valid as soon as it is created, and replaces an earlier one. Print it, hand it over in person, and delete the file.";
    public const string Paper = "Paper";
    public const string MakeSheet = "Create a sheet (PDF)";
    public const string RemoveTitle = "Remove this user";
    public const string RemoveHint = "This also removes all factors. Type the name to confirm.";
    public const string Remove = "Remove user and factors";
    public const string RemoveMismatch = "the typed name is different; nothing was removed";
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
        "closed" => "locked out now",
        _ => "everybody",
    };
}
