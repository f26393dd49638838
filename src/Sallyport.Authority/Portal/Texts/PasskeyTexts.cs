namespace Sallyport.Authority.Portal.Texts;

/// <summary>What is said about passkeys.</summary>
internal static class PasskeyTexts
{
    public const string Use = "Use a passkey";
    public const string UseTitle = "With a passkey";
    public const string UseAbout = "Use your fingerprint, face, screen lock or security key, if you have added it here.";
    public const string YoursTitle = "Your passkeys";
    public const string None = "None yet.";
    public const string Since = "added";
    public const string Copies = "also available on your other devices";
    public const string Remove = "Remove";
    public const string AddTitle = "Add a passkey";
    public const string NameLabel = "Name of the passkey";
    public const string NameHint = "For example: phone, laptop, blue key.";
    public const string Add = "Add a passkey";
    public const string Added = "Passkey added. Next time, sign in with it.";
    public const string Removed = "Passkey removed.";
    public const string NeedsScript = "Passkeys need JavaScript, which is turned off in this browser.";
    public const string NotTaken = "That passkey was not accepted. Try again. If it still does not work, sign in another way.";
    public const string NotYours = "That passkey belongs to another user. Use one of your own, or sign out first.";
    public const string NameTooLong = "Your user name is too long for a passkey. Sign in another way.";
    public const string GivenUp = "Nothing was added or used. Try again when you are ready.";
    public const string NotSupported = "This browser does not support passkeys.";
}
