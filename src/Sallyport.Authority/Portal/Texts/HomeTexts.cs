namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the overview says.</summary>
internal static class HomeTexts
{
    public const string Hello = "Hello,";
    public const string CodeTitle = "About to log in?";
    public const string CodeAbout = "Fetch a short code here and type it at the prompt.";
    public const string LastLogin = "Last login";
    public const string NoLogin = "No login yet.";
    public const string From = "from";
    public const string FailedTries = "Wrong codes since then";
    public const string NoFailedTries = "None. All is quiet.";
    public const string PasskeyTitle = "Next time, faster";
    public const string PasskeyAbout = "Add a passkey, and sign in here with your fingerprint, face or security key. No link, no code.";
    public const string Look = "Have a look";
}
