namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the pages about a person's own factors say.</summary>
internal static class FactorTexts
{
    public const string Entry = "Factors";
    public const string Title = "Your second factors";
    public const string Lead = "A login asks for one of these before your password. Set up at least two of them.";
    public const string NoneTitle = "You have no second factor yet";
    public const string None = "Set up an authenticator app now. Then create recovery codes for the day when you do not have your phone.";

    public const string InUse = "In use";
    public const string NotSetUp = "Not set up";
    public const string Waiting = "Waiting for its first code";
    public const string SetUp = "Set up";
    public const string Change = "Change";

    public const string AppName = "Authenticator app";
    public const string AppAbout = "Six digits from your phone, new every 30 seconds. Works without a network.";
    public const string AppNew = "Show the QR code";
    public const string AppReplace = "Show a new QR code";
    public const string AppReplaceHint = "The current app works until the new one has given its first code.";
    public const string AppScan = "Scan this with the authenticator app on your phone, then type the code it shows.";
    public const string AppPicture = "QR code for an authenticator app. The same key is below as text.";
    public const string AppByHand = "Type the key by hand";
    public const string AppKey = "Key";
    public const string AppKind = "Kind";
    public const string AppKindValue = "Time-based, 30 seconds, SHA-1";
    public const string AppCode = "The code that the app shows now";
    public const string AppVerify = "Verify and use";
    public const string AppAnother = "Start again with another key";
    public const string AppDone = "Your authenticator app is set up.";
    public const string AppRemove = "Remove the app";
    public const string AppRemoved = "Authenticator app removed.";

    public const string RecoveryName = "Recovery codes";
    public const string RecoveryAbout = "Ten codes on paper, each for one login when you have nothing else with you.";
    public const string RecoveryNone = "None left";
    public const string RecoveryMake = "Create new codes";
    public const string RecoveryMakeHint = "New codes replace the old ones at once.";
    public const string RecoveryShown = "Print these or write them down now. They are not shown again, and older codes are no longer valid.";

    public const string SheetName = "Skey sheet";
    public const string SheetAbout = "A printed list of one-time lines of six words (RFC 2289). Needs no battery.";
    public const string SheetAsk = "Ask your administrator for a new sheet.";
    public const string SheetMake = "Create a new sheet";
    public const string SheetMakeHint = "A new sheet replaces the old one at once. It is shown once: have a printer ready.";
    public const string SheetShown = "Print this page now. It is not shown again, and an older sheet is no longer valid.";
    public const string SheetColumns = "Line";
    public const string SheetWords = "Six words";

    public const string DeviceName = "Phones and browsers";
    public const string DeviceAbout = "Approve a login with a tap and the two digits that the login shows.";

    public const string PasskeyName = "Passkeys";
    public const string PasskeyAbout = "Sign in to these pages with your fingerprint, face or security key. They are for this portal, not for SSH.";
}
