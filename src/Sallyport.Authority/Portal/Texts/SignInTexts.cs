namespace Sallyport.Authority.Portal.Texts;

/// <summary>What is said about signing in and out.</summary>
internal static class SignInTexts
{
    public const string Title = "Sign in";
    public const string Lead = "Manage your second factors, get a code for your next login, and see who tried to use your name.";
    public const string ByLinkTitle = "From a login session";
    public const string ByLink = "On a machine where you are logged in, run this command and open the link it prints:";
    public const string LinkCommand = "sallyport portal link";

    public const string SignOnWith = "Sign in with";
    public const string SignOnFailedTitle = "That did not work";
    public const string SignOnFailed = "The sign-in was cancelled, took too long, or did not start in this browser. Please start again.";
    public const string SignOnAway = "The site's single sign-on does not answer. Try again in a moment, or sign in another way.";
    public const string SignOnNoName = "The site's single sign-on recognised you, but did not send your user name. Tell your administrator.";
    public const string SignOnNoAccount = "The site's single sign-on recognised you, but there is no account that may sign in here with the name";
    public const string TryAgain = "Try again";

    public const string LinkTitle = "Sign in";
    public const string LinkFor = "This link is for";
    public const string LinkNoFactor = "You have no second factor yet. Sign in, then add one.";
    public const string CodeHint = "You can also use a recovery code.";
    public const string Closed = "There were too many wrong codes for this name from your network. Wait, or ask your administrator to unlock it.";
    public const string LinkSpentTitle = "This link no longer works";
    public const string LinkSpent = "It has already been used, is older than ten minutes, or is incomplete. Create a new one:";
    public const string Continue = "Sign in";

    public const string ConfirmTitle = "Confirm that it is you";
    public const string ConfirmLead = "Before your second factors are changed or shown, confirm with one of them. The confirmation is valid for five minutes.";
    public const string ConfirmButton = "Confirm";

    public const string SignedOutTitle = "Signed out";
    public const string SignedOut = "You are signed out on this browser.";
    public const string SignInAgain = "Sign in again";
}
