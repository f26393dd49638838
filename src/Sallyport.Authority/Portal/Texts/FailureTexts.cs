using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Portal.Texts;

/// <summary>Why a login failed, as the second half of a sentence: "At 09:12 UTC from 192.0.2.7 the code had already been used".</summary>
internal static class FailureTexts
{
    public const string Separator = "; ";

    public static string Of(AuditEvent happened) => happened.Kind switch
    {
        AuditKind.CodeWrong => Wrong(happened.Detail ?? string.Empty),
        AuditKind.AnswerRepeated => happened.Detail == "right before" ? "the code had already been used" : "the same wrong code came again",
        AuditKind.CodesAhead => $"no code of the app was taken, because a clock ran ahead at an earlier login; codes count again from {happened.Detail}",
        AuditKind.LoginLocked => "a right code came while the account was locked",
        AuditKind.PushDenied when happened.Detail?.EndsWith("wrong numbers", StringComparison.Ordinal) == true => "wrong numbers were typed on the device",
        AuditKind.PushDenied => "the login was denied on the device",
        AuditKind.PushNotMe => "the user reported on the device that the login was somebody else's",
        AuditKind.PushExpired => Expired(happened.Detail ?? string.Empty),
        _ => "too many wrong codes had come",
    };

    private static string Wrong(string detail)
    {
        var parts = detail.Split(", ");
        var clock = parts[^1].EndsWith(" ahead", StringComparison.Ordinal) || parts[^1].EndsWith(" behind", StringComparison.Ordinal)
            ? $"the app's clock runs {parts[^1]}"
            : null;
        if (parts.Contains("used before"))
            return clock is null ? "the code had already been used" : $"the code had already been used{Separator}{clock}";
        if (parts.Contains("a code of the app"))
            return "a code of the app came, while the code from the web page was expected";
        return clock is null ? WithoutClock(detail) : $"the code of the app was not valid at that time{Separator}{clock}";
    }

    private static string WithoutClock(string detail) => detail switch
    {
        "Totp" => "the code of the app was wrong",
        "Skey" => "the line of the printed sheet was wrong",
        "WebOtp" => "the code from the web page was wrong",
        "empty" => "nothing was typed",
        "no code of any kind" => "what was typed was no code of any kind, perhaps the password",
        "no such account" => "the door knew no account of this name",
        "during a lockout" => "the code was wrong, and after too many wrong codes only recovery codes, bypass codes and the sheet counted",
        _ => "the code was wrong",
    };

    private static string Expired(string detail) => detail.Split(' ', 2) switch
    {
        [_, { Length: > 0 } why] => $"the call ended: {why}",
        _ => "nobody answered the request on the device",
    };
}
