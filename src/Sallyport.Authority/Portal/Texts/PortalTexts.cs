namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the portal says on every page. The folder holds everything it says, a file for each kind of page.</summary>
internal static class PortalTexts
{
    public const string SkipToContent = "Skip to the content";
    public const string Pages = "Pages";
    public const string Footer = "Nobody will ever ask you for a code by telephone or mail.";
    public const string HomeEntry = "Overview";
    public const string SignOut = "Sign out";

    public const string NotFoundTitle = "There is no such page";
    public const string NotFound = "The address may be mistyped, or the page may have moved.";
    public const string GoHome = "Go to the overview";

    public const string NotYoursTitle = "Not for you";
    public const string NotYours = "Your account may not see this page. Ask an administrator if you think it should.";

    public const string StaleFormTitle = "Please try again";
    public const string StaleForm = "This form was open for too long, or did not come from this page. Nothing was changed. Go back, reload the page and try again.";

    public const string TooManyTitle = "A moment, please";
    public const string TooMany = "That was a lot at once. Wait a minute, then try again.";

    public const string FaultTitle = "Something went wrong";
    public const string Fault = "Nothing was changed. Try again; if it stays so, tell your administrator the time.";
}
