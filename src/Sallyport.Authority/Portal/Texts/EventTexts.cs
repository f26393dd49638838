using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Portal.Texts;

/// <summary>What happened, in words for the person whom it concerns.</summary>
internal static class EventTexts
{
    public static string Of(AuditKind kind) => kind switch
    {
        AuditKind.LoginAllowed => "Logged in",
        AuditKind.LoginTrustedNetwork => "Logged in from a trusted network, without a second factor",
        AuditKind.LoginNotEnforced => "Logged in without a second factor; the site does not ask for one yet",
        AuditKind.LoginBypassCode => "Logged in with a code from an administrator",
        AuditKind.LoginRecoveryCode => "Logged in with a recovery code",
        AuditKind.CodeWrong => "Wrong code",
        AuditKind.AnswerRepeated => "The same code again, which was not checked",
        AuditKind.SourceClosed => "Too many wrong codes: this network is refused for a while",
        AuditKind.StrangersClosed => "Too many wrong codes: unknown networks are refused for a while",
        AuditKind.LoginLocked => "Tried to log in while locked",
        AuditKind.PersonAdded => "Registered",
        AuditKind.PersonLocked => "Locked",
        AuditKind.PersonUnlocked => "Unlocked",
        AuditKind.KeyExported => "Key of the authenticator app exported",
        AuditKind.PersonErased => "Erased",
        AuditKind.TotpEnrolmentStarted => "New authenticator app started",
        AuditKind.TotpEnrolled => "Authenticator app set up",
        AuditKind.TotpRemoved => "Authenticator app removed",
        AuditKind.SkeySheetIssued => "New skey sheet",
        AuditKind.SkeyRemoved => "Skey sheet removed",
        AuditKind.RecoveryCodesIssued => "New recovery codes",
        AuditKind.BypassCodeIssued => "Code from an administrator",
        AuditKind.WebOtpIssued => "Fetched a code from the web page",
        AuditKind.DeviceAdded => "Phone or browser added",
        AuditKind.DeviceChanged => "Phone or browser changed",
        AuditKind.DeviceRemoved => "Phone or browser removed",
        AuditKind.PhonePasscodeSent => "Passcode sent to prove a phone number",
        AuditKind.PhonePasscodeWrong => "Wrong passcode for a phone number",
        AuditKind.PushSent => "Asked for approval on a phone or browser",
        AuditKind.PushApproved => "Approved a login",
        AuditKind.PushDenied => "Denied a login",
        AuditKind.PushNotMe => "Denied a login and reported that it was somebody else",
        AuditKind.PushAnswerRefused => "An answer to a login request did not count",
        AuditKind.PushExpired => "Nobody answered a login request",
        AuditKind.PushLimited => "Too many login requests",
        AuditKind.PortalLinkIssued => "Sign-in link created in a login session",
        AuditKind.PortalSignedIn => "Signed in to the portal",
        AuditKind.PortalSignInRefused => "Refused at the portal",
        AuditKind.PortalSteppedUp => "Confirmed with a second factor at the portal",
        AuditKind.PortalSignedOut => "Signed out of the portal",
        AuditKind.PortalSignedOutEverywhere => "Signed out of the portal everywhere",
        AuditKind.PasskeyAdded => "Passkey added",
        AuditKind.PasskeyRemoved => "Passkey removed",
        AuditKind.DeviceTicketIssued => "Started to add a phone or browser",
        AuditKind.HelpdeskViewed => "The helpdesk looked at your account",
        AuditKind.HelpdeskProofAsked => "The helpdesk sent you a passcode",
        AuditKind.HelpdeskProofGiven => "Somebody proved to the helpdesk to be you",
        AuditKind.HelpdeskProofFailed => "Wrong code at the helpdesk",
        AuditKind.HelpdeskRefused => "The helpdesk may not change this account",
        AuditKind.SourceDisowned => "Reported that it was somebody else",
        AuditKind.DayKeyVouched => "Vouched for a key",
        AuditKind.DayKeyUsed => "Logged in with a key vouched for earlier",
        AuditKind.DayKeyRevoked => "Ended a key vouched for earlier",
        AuditKind.DayKeyRefused => "A key vouched for earlier was refused",
        _ => string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? " " + char.ToLowerInvariant(c) : c.ToString())),
    };

    /// <summary>Whether it deserves a second look: good, bad or neither.</summary>
    public static string LookOf(AuditKind kind) => kind switch
    {
        AuditKind.LoginAllowed or AuditKind.PushApproved => "good",
        AuditKind.CodeWrong or AuditKind.LoginLocked or AuditKind.SourceClosed or AuditKind.StrangersClosed or AuditKind.PushDenied or AuditKind.PushNotMe
            or AuditKind.HelpdeskProofFailed or AuditKind.PushAnswerRefused or AuditKind.PortalSignInRefused or AuditKind.SourceDisowned or AuditKind.DayKeyRefused => "bad",
        AuditKind.LoginTrustedNetwork or AuditKind.LoginNotEnforced or AuditKind.LoginBypassCode or AuditKind.LoginRecoveryCode or AuditKind.PushLimited
            or AuditKind.HelpdeskProofAsked or AuditKind.HelpdeskProofGiven or AuditKind.BypassCodeIssued or AuditKind.DayKeyUsed => "warn",
        _ => string.Empty,
    };
}
