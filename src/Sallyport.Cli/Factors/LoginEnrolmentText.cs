namespace Sallyport.Cli.Factors;

/// <summary>What somebody without a second factor reads before the shell starts. Lines fit 80 columns.</summary>
internal static class LoginEnrolmentText
{
    public const string How = "authenticator app on your phone, then type the code that it shows.";

    public const string Prompt = "Code from the app (Enter: not now): ";

    public const string TooSmall = "(This window is too small for the QR code: type the key above into the app.)";

    public const string Enrolled =
        "Done: logins from outside now ask for a code of your app. In case you lose your\nphone, create recovery codes with: sallyport recovery-codes";

    public static string Why(DateOnly? until) => until is { } day
        ? $"From {day:yyyy-MM-dd} logins need a second factor. To enrol yours, scan this with an"
        : "Protect your logins with a second factor. To enrol yours, scan this with an";

    public static string Skipped(DateOnly? until) => until is { } day
        ? $"Not enrolled. Until {day:yyyy-MM-dd} you can log in without a second factor; you are\nasked again next time. Whenever you like: sallyport totp enroll"
        : "Not enrolled: you are asked again next time.\nWhenever you like: sallyport totp enroll";
}
