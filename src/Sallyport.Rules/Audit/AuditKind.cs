namespace Sallyport.Rules.Audit;

/// <summary>
/// What can happen, as the audit names it. The names are stored and are read by scripts: they are only ever added to
/// (tests/vectors/contracts/audit-kinds.txt is the golden list).
/// </summary>
public enum AuditKind
{
    /// <summary>A code was right and the login may go on.</summary>
    LoginAllowed = 1,
    /// <summary>A login from a trusted network went on without a second factor.</summary>
    LoginTrustedNetwork = 2,
    /// <summary>A login went on with a bypass code from an administrator.</summary>
    LoginBypassCode = 3,
    /// <summary>A login went on with a recovery code.</summary>
    LoginRecoveryCode = 4,
    /// <summary>A wrong, used or expired code.</summary>
    CodeWrong = 5,
    /// <summary>Too many wrong codes closed one source network for one name.</summary>
    SourceClosed = 6,
    /// <summary>Too many wrong codes from everywhere closed all never-successful networks for one name.</summary>
    StrangersClosed = 7,
    /// <summary>A locked account tried to log in with a right code.</summary>
    LoginLocked = 8,
    /// <summary>The answer before it came again from the same network: not looked at, and no guess.</summary>
    AnswerRepeated = 9,

    PersonAdded = 20,
    PersonRemoved = 21,
    PersonLocked = 22,
    PersonUnlocked = 23,
    /// <summary>Root took the person's key out of the authority.</summary>
    KeyExported = 24,
    /// <summary>Everything stored about the person is gone but these rows.</summary>
    PersonErased = 25,

    TotpEnrolmentStarted = 30,
    TotpEnrolled = 31,
    TotpRemoved = 32,
    SkeySheetIssued = 33,
    SkeyRemoved = 34,
    RecoveryCodesIssued = 35,
    BypassCodeIssued = 36,
    WebOtpIssued = 37,

    HostAdded = 50,
    HostRemoved = 51,
    NetworkAdded = 52,
    NetworkRemoved = 53,
    KeyRotated = 54,
    SignatureRefused = 55,
    SiteProfilePublished = 56,
    AuthorityStarted = 57,

    DeviceAdded = 60,
    /// <summary>Renamed, or to be reached in another way.</summary>
    DeviceChanged = 61,
    DeviceRemoved = 62,
    /// <summary>A push or a call was sent.</summary>
    PushSent = 63,
    /// <summary>The person said yes on a device; the login itself is an event of its own.</summary>
    PushApproved = 64,
    /// <summary>The person said no, or typed the wrong number three times.</summary>
    PushDenied = 65,
    /// <summary>The person said that the login is somebody else's; its network is closed.</summary>
    PushNotMe = 66,
    /// <summary>An answer to a push that did not count: forged, late, another's, a wrong number.</summary>
    PushAnswerRefused = 67,
    /// <summary>Nobody answered in time.</summary>
    PushExpired = 68,
    /// <summary>Too many pushes in an hour: no more are sent.</summary>
    PushLimited = 69,

    /// <summary>A message left for a person's device.</summary>
    MessageSent = 70,
    /// <summary>A message could not be delivered.</summary>
    MessageFailed = 71,
    /// <summary>A message was handed over, and the answer never came: it is not repeated.</summary>
    MessageInDoubt = 72,
    /// <summary>Passcodes were made and are on their way by message.</summary>
    PasscodesMessaged = 73,
    /// <summary>A call-back of a provider of calls that it did not sign.</summary>
    CallBackRefused = 74,
    /// <summary>A passcode is on its way to a phone number that is to be proved.</summary>
    PhonePasscodeSent = 75,
    /// <summary>A wrong passcode for a phone number that is to be proved.</summary>
    PhonePasscodeWrong = 76,

    /// <summary>A sign-in link for the portal was printed in a login session.</summary>
    PortalLinkIssued = 80,
    PortalSignedIn = 81,
    /// <summary>Somebody proved to be a person who may not use the portal: locked, or not registered.</summary>
    PortalSignInRefused = 82,
    /// <summary>A browser gave a second factor, to change factors.</summary>
    PortalSteppedUp = 83,
    PortalSignedOut = 84,
    PortalSignedOutEverywhere = 85,
    PasskeyAdded = 86,
    PasskeyRemoved = 87,
    /// <summary>A person said that a login or wrong codes were somebody else's; the network is closed for the name.</summary>
    SourceDisowned = 88,
    /// <summary>A ticket was handed out with which one phone or browser may become a device.</summary>
    DeviceTicketIssued = 89,

    /// <summary>A login of a name without a factor went on, because the roll-out does not demand one of it yet.</summary>
    LoginNotEnforced = 90,
    /// <summary>An administrator opened what wrong codes had closed for a name.</summary>
    ClosingsOpened = 91,
    /// <summary>The name of the login before was typed in another spelling, which is the detail.</summary>
    OtherSpelling = 92,
    /// <summary>The last code that counted lies in the future, because a clock ran ahead: none counts until then.</summary>
    CodesAhead = 93,

    /// <summary>A helper searched for users; the detail is what was typed.</summary>
    HelpdeskSearched = 100,
    /// <summary>A helper opened a user's page.</summary>
    HelpdeskViewed = 101,
    /// <summary>A passcode was sent to the user, to be read to the helper.</summary>
    HelpdeskProofAsked = 102,
    /// <summary>The caller proved to be the user.</summary>
    HelpdeskProofGiven = 103,
    /// <summary>The caller's code was wrong.</summary>
    HelpdeskProofFailed = 104,
    /// <summary>A helper tried to attend to an administrator, or to himself.</summary>
    HelpdeskRefused = 105,

    /// <summary>A person vouched for a public key in a session with a second factor.</summary>
    DayKeyVouched = 110,
    /// <summary>A login went on by a key that its person had vouched for.</summary>
    DayKeyUsed = 111,
    DayKeyRevoked = 112,
    /// <summary>A session by a key was refused: it came from a second network, or the key had just been ended.</summary>
    DayKeyRefused = 113,
}
