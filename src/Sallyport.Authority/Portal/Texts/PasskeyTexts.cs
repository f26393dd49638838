namespace Sallyport.Authority.Portal.Texts;

/// <summary>What is said about passkeys.</summary>
internal static class PasskeyTexts
{
    public const string Use = "Use a passkey";
    public const string UseTitle = "With a passkey";
    public const string UseAbout = "Your fingerprint, face, screen lock or security key, if you have added one here.";
    public const string YoursTitle = "Your passkeys";
    public const string None = "None yet.";
    public const string Since = "added";
    public const string Copies = "kept on your other devices too";
    public const string Remove = "Remove";
    public const string AddTitle = "Add a passkey";
    public const string NameLabel = "What do you call it?";
    public const string NameHint = "For example: phone, laptop, blue key.";
    public const string Add = "Add a passkey";
    public const string Added = "The passkey is added. Next time, sign in with it.";
    public const string Removed = "The passkey is removed.";
    public const string NeedsScript = "Passkeys need JavaScript, which this browser has switched off.";
    public const string NotTaken = "That passkey was not taken. Try again; if it stays so, sign in another way.";
    public const string NotYours = "That passkey is another person's. Use one of your own, or sign out first.";
    public const string NameTooLong = "Your user name is too long for a passkey. Use another way to sign in.";
    public const string GivenUp = "Nothing was added or used. Try again when you are ready.";
    public const string NotSupported = "This browser does not know passkeys.";
}
