namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the overview says.</summary>
internal static class HomeTexts
{
    public const string Hello = "Hello,";
    public const string CodeTitle = "About to log in?";
    public const string CodeAbout = "Get a short code here and type it at the prompt.";
    public const string LastLogin = "Last login";
    public const string NoLogin = "No login yet.";
    public const string From = "from";
    public const string FailedTries = "Wrong codes since then";
    public const string NoFailedTries = "None.";
    public const string PasskeyTitle = "Sign in faster next time";
    public const string PasskeyAbout = "Add a passkey, and sign in here with your fingerprint, face or security key. No link, no code.";
    public const string Look = "Show details";
}
