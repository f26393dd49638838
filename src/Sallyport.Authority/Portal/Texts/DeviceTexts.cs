namespace Sallyport.Authority.Portal.Texts;

/// <summary>What is said about phones and browsers that approve logins.</summary>
internal static class DeviceTexts
{
    public const string Title = "Phones and browsers";
    public const string Entry = "Devices";
    public const string Lead = "A login can ask you for approval on one of these. You type the two digits that the login shows, so that nobody can make you approve somebody else's login.";
    public const string None = "You have not added a phone or browser yet.";
    public const string Number = "Type";
    public const string Name = "Name";
    public const string Added = "Added";
    public const string Rename = "Rename";
    public const string Remove = "Remove";
    public const string Renamed = "Name saved.";
    public const string Removed = "Removed. It can no longer approve logins.";

    public const string AddTitle = "Add a phone or browser";
    public const string AddLead = "You get a code to scan with the phone, and a link for this browser. They work once, within ten minutes.";
    public const string AddButton = "Add a phone or browser";

    public const string PhoneTitle = "Add a phone number";
    public const string PhoneLead = "For passcodes by text message, and for calls. We send a passcode to the number; it counts when you have typed that passcode here.";
    public const string PhoneNumber = "Phone number";
    public const string PhoneNumberHint = "With its country code, such as +61 491 570 006.";
    public const string PhoneName = "Name of this phone";
    public const string PhoneNameExample = "Phone";
    public const string PhoneSend = "Send a passcode";
    public const string PhoneEntry = "Add a phone number";
    public const string PhoneWaits = "waits for its passcode";
    public const string PhoneGoOn = "Enter the passcode";
    public const string ProveCode = "Passcode from the message";
    public const string ProveButton = "Add this number";
    public const string SendAnother = "Send another passcode";
    public const string PhoneCancel = "Do not add this number";
    public const string PasscodeSent = "A passcode is on its way.";
    public const string PhoneAdded = "Number added.";
    public const string PhoneCancelled = "The number was not added.";

    public static string ProveLead(string name, string masked) =>
        $"Type the passcode that was sent to {name} ({masked}). It is valid for ten minutes. Until then nothing else is sent to this number.";

    public const string TicketTitle = "Scan this with your phone";
    public const string TicketScan = "The phone's camera opens a page where you give the phone a name. The code works once, within ten minutes.";
    public const string TicketPicture = "QR code with the link below";
    public const string TicketHere = "To approve logins in this browser, open this link here:";
    public const string TicketOpen = "Use this browser";
    public const string TicketBack = "Done: back to my devices";

    public const string EnrolTitle = "Approve logins here";
    public const string EnrolScript = "This page creates a key in your browser. It needs JavaScript for this.";
    public const string EnrolNoTicket = "This address is incomplete or has already been used. Sign in to the portal and add the device again.";
    public const string EnrolFor = "For logins as";
    public const string EnrolName = "Name of this phone or browser";
    public const string EnrolNameHint = "For example: phone, office browser.";
    public const string EnrolReplaces = "This browser can already approve logins. The new key replaces its current key.";
    public const string EnrolButton = "Approve logins here";
    public const string EnrolDone = "This browser can now approve your logins.";
    public const string EnrolOpen = "Open the Approve page";
    public const string EnrolInstall = "To find that page easily, add it to the home screen in the browser's menu.";

    public const string ApproveTitle = "Approve";
    public const string ApproveScript = "This page signs with a key in your browser. It needs JavaScript for this.";
    public const string ApproveUnenrolled = "This browser cannot approve logins yet. Sign in and add it under Devices.";
    public const string ApproveToDevices = "Go to Devices";
    public const string ApproveConnecting = "Looking for logins…";
    public const string ApproveIdle = "Nothing to approve.";
    public const string ApproveIdleMore = "Leave this page open. When you log in, the login appears here.";
    public const string ApproveUnreachable = "No connection. Trying again…";
    public const string ApproveRemoved = "This browser's key was not accepted: the browser was removed, or its clock is wrong. Set the clock to automatic, or sign in and add the browser again.";
    public const string ApproveQuestion = "Are you logging in now?";
    public const string ApprovePerson = "User";
    public const string ApproveHost = "Host";
    public const string ApproveSource = "From";
    public const string ApproveCommand = "Command";
    public const string ApproveTold = "The host also says, in its own words:";
    public const string ApproveType = "Kind of login";
    public const string ApproveDisplayName = "User's name there";
    public const string ApproveMade = "Requested at";
    public const string ApproveNumber = "The two digits that the login shows";
    public const string ApproveWrongNumber = "Those digits are wrong. Look at the login again.";
    public const string ApproveYes = "Approve";
    public const string ApproveNo = "Deny";
    public const string ApproveNotMe = "This is not me";
    public const string ApproveLeft = "seconds left";
    public const string Approved = "Approved. The login continues.";
    public const string Denied = "Denied.";
    public const string NotMe = "Denied. Logins with your name from that network are refused, and the administrators are notified.";
    public const string TooManyWrongNumbers = "Denied: the digits were wrong three times.";
    public const string Expired = "Too late: the login has ended. Log in again.";
    public const string Gone = "That login was answered on another device, or has ended.";
    public const string AnswerRefused = "This browser's answer was not accepted. Cancel the login, and add this browser again.";
    public const string NoticesOn = "Notify me about sign-in requests";
    public const string NoticesAreOn = "This browser notifies you about sign-in requests, even when this page is closed.";
    public const string NoticesAreOff = "This browser cannot notify you: it has no push service, or you did not allow notifications. Leave this page open instead.";
    public const string ApproveAs = "This is";
    public const string ApproveOf = "of";
}
