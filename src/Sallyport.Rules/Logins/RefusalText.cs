namespace Sallyport.Rules.Logins;

/// <summary>What a refused login is told: what is wrong and what to do next. Each has a paragraph in the help pages.</summary>
public static class RefusalText
{
    /// <summary>In place of <see cref="LoginRefusal.NoDevice"/>'s own where there are devices, but not the one that was named.</summary>
    public const string NoSuchDevice = "There is no such device. Choose another, or enter a code.";

    public static string Of(LoginRefusal refusal) => refusal switch
    {
        LoginRefusal.WrongCode => "That code is wrong or has already been used. Connect again to retry.",
        // Until when follows it: Prompting.LockoutText.
        LoginRefusal.Closed => "Too many wrong codes for this name from your network.",
        LoginRefusal.NoDevice => "No device can be asked here. Enter a code instead.",
        LoginRefusal.NumberNotShown => "A request to your device needs a number that this client cannot show. Enter a code instead.",
        LoginRefusal.PushLimit => "Too many requests to your devices in the last hour. Enter a code instead.",
        LoginRefusal.PushWaits => "Another login is already waiting for your device. Answer it there first, or enter a code.",
        LoginRefusal.PushGone => "That request is no longer pending. Connect again to retry.",
        LoginRefusal.PushExpired => "The request was not approved in time. Connect again to retry.",
        LoginRefusal.PushDenied => "The request was denied on the device.",
        LoginRefusal.MessageLimit => "Too many messages in the last hour. Enter a code instead.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "no text is known for it"),
    };
}
