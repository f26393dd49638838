namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the portal says on every page. The folder holds everything it says, a file for each kind of page.</summary>
internal static class PortalTexts
{
    public const string SkipToContent = "Skip to the content";
    public const string Pages = "Pages";
    public const string Footer = "Nobody will ever call you, or write to you, to ask for a code.";
    public const string HomeEntry = "Overview";
    public const string SignOut = "Sign out";

    public const string NotFoundTitle = "Page not found";
    public const string NotFound = "The address may contain a typing error, or the page may have moved.";
    public const string GoHome = "Go to the overview";

    public const string NotYoursTitle = "No access";
    public const string NotYours = "Your account has no access to this page. If you think that it should, ask an administrator.";

    public const string StaleFormTitle = "Please try again";
    public const string StaleForm = "This form was open for too long, or was not sent from this page. Nothing was changed. Go back, reload the page and try again.";

    public const string TooManyTitle = "Too many requests";
    public const string TooMany = "There were too many requests at once. Wait a minute, then try again.";

    public const string FaultTitle = "Something went wrong";
    public const string Fault = "Nothing was changed. Try again. If it happens again, tell your administrator at what time it happened.";
}
