namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the pages of the helpdesk say.</summary>
internal static class HelpdeskTexts
{
    public const string Entry = "Helpdesk";
    public const string Title = "Helpdesk";
    public const string Lead = "Find the user who called. Every search, every page that you open and every proof is recorded with your name.";
    public const string NoFactor = "Add a second factor of your own before you help others.";

    public const string Search = "User name, or its beginning";
    public const string SearchHint = "At least two characters.";
    public const string SearchButton = "Search";
    public const string Found = "Users found";
    public const string NotFound = "No user has a name that begins so.";
    public const string Open = "Open";
    public const string TooShort = "type at least two characters of the user name";
    public const string NotAdministrators = "the helpdesk does not attend to administrators; another administrator can";
    public const string NotYourself = "you cannot help yourself; ask a colleague";
    public const string CaseClosed = "This case is closed. Search for the user again.";

    public const string FailureTitle = "Why the last login failed";
    public const string FactorsTitle = "Second factors";
    public const string None = "none";

    public const string ProofTitle = "Who is calling?";
    public const string ProofLead = "Ask for one of these. Then you can issue a bypass code.";
    public const string MessageTitle = "A passcode to the user's phone";
    public const string MessageHint = "The caller reads it to you. Do not say it first.";
    public const string MessageAsked = "A passcode is on its way. Ask the caller to read it to you.";
    public const string CodeTitle = "What the caller reads to you";
    public const string AskFirst = "first send a passcode";
    public const string AskPasscode = "the passcode that was sent";
    public const string AskApp = "a code of the authenticator app";
    public const string AskRecovery = "a recovery code";
    public const string CodeLabel = "Code from the caller";
    public const string CodeButton = "Check";
    public const string InPersonTitle = "The user stands before you";
    public const string InPersonHint = "Only where the user can give none of the codes above.";
    public const string InPersonButton = "Confirm";
    public const string InPersonMissing = "tick the statement first, if it is true";
    public const string NoProof = "This user has nothing that you can ask for. An administrator can help.";

    public const string Proved = "The caller has proved to be this user, by";
    public const string IssueTitle = "Issue a bypass code";
    public const string IssueHint = "It replaces the second factor. The user is told that you issued it.";
    public const string Uses = "Number of logins";
    public const string Hours = "Valid for (hours)";
    public const string IssueButton = "Issue a bypass code";
    public const string Issued = "Read it to the caller now. It is shown once, and is valid until";
    public const string Another = "Find another user";
    public const string Locked = "Locked by an operator: no code counts until an administrator unlocks the account.";
    public const string NoFailure = "No failed login is recorded.";

    /// <summary>What a helper confirms, and the audit records.</summary>
    public static string Statement(string name) => $"I have seen {name} in person and compared an identity document";

    public static string SendTo(string name, string masked) => $"Send to {name} ({masked})";

    /// <summary>What the user is told.</summary>
    public static string Notice(string person) =>
        $"The helpdesk issued a bypass code for {person}. If you did not ask for it, tell your administrator at once.";

    public static string LockedAt(string time, string? actor) =>
        $"Locked by {actor ?? "an operator"} at {time}: no code counts until an administrator unlocks the account.";

    public static string Succeeded(string time, string from) => $"The last login succeeded, at {time}{from}.";

    public static string Closed(string network, string until) => $"the network {network} is closed until {until} after too many wrong codes";

    public static string Disowned(string network, string until) => $"the network {network} is closed until {until}, because the user reported it as somebody else's";

    public static string AllClosed(string until) => $"every network without an earlier login is closed until {until} after too many wrong codes";

    public static string App(int digits) => $"authenticator app, {digits} digits";

    public static string Sheet(string seed, int lines) => $"printed sheet {seed}, {(lines == 1 ? "1 line" : $"{lines} lines")} left";

    public static string RecoveryCodes(int left) => left == 1 ? "1 recovery code" : $"{left} recovery codes";

    public static string Phone(string name, string masked) => $"phone {name} ({masked})";

    public static string Browser(string name) => $"browser {name}, which approves logins";

    public static string Unproved(string name, string masked) => $"phone {name} ({masked}), which is not proved and does not count";

    public static string Passkeys(int count) => count == 1 ? "1 passkey for the portal" : $"{count} passkeys for the portal";

    public static string Bypass(int uses) => $"bypass code for {(uses == 1 ? "1 login" : $"{uses} logins")}, until";

    public static string AskSheet(int line, string seed) => $"line {line} of the sheet {seed} (six words)";
}
