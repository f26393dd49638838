namespace Sallyport.Authority.Portal.Texts;

/// <summary>What is said about phones and browsers that approve logins.</summary>
internal static class DeviceTexts
{
    public const string Title = "Phones and browsers";
    public const string Entry = "Devices";
    public const string Lead = "A login can ask one of these to approve it. You type the two digits that the login shows, so that nobody can make you approve theirs.";
    public const string None = "No phone or browser approves your logins yet.";
    public const string Number = "Type";
    public const string Name = "Name";
    public const string Added = "Since";
    public const string Rename = "Rename";
    public const string Remove = "Remove";
    public const string Renamed = "The new name is kept.";
    public const string Removed = "Removed. It can approve nothing any more.";

    public const string AddTitle = "Add a phone or browser";
    public const string AddLead = "You get a code to scan with the phone, and a link for this browser. It works once, for ten minutes.";
    public const string AddButton = "Add a phone or browser";

    public const string TicketTitle = "Scan this with your phone";
    public const string TicketScan = "The phone's camera opens a page on which you give it a name. The code works once and for ten minutes.";
    public const string TicketPicture = "QR code with the link below";
    public const string TicketHere = "To approve logins in this browser, open this link here:";
    public const string TicketOpen = "Use this browser";
    public const string TicketBack = "Done: back to my devices";

    public const string EnrolTitle = "Approve logins here";
    public const string EnrolScript = "This page makes a key in your browser and needs JavaScript for it.";
    public const string EnrolNoTicket = "This address is not whole, or was used already. Sign in to the portal and add the device again.";
    public const string EnrolFor = "Logins as";
    public const string EnrolName = "Name of this phone or browser";
    public const string EnrolNameHint = "For example: phone, office browser.";
    public const string EnrolReplaces = "This browser approves logins already. The new key replaces the one it has.";
    public const string EnrolButton = "Approve logins here";
    public const string EnrolDone = "This browser can approve your logins now.";
    public const string EnrolOpen = "Open the Approve page";
    public const string EnrolInstall = "Keep that page where you find it: in the browser's menu, add it to the home screen.";

    public const string ApproveTitle = "Approve";
    public const string ApproveScript = "This page signs with a key in your browser and needs JavaScript for it.";
    public const string ApproveUnenrolled = "This browser approves no logins yet. Sign in and add it under Devices.";
    public const string ApproveToDevices = "Go to Devices";
    public const string ApproveConnecting = "Looking for logins…";
    public const string ApproveIdle = "Nothing to approve.";
    public const string ApproveIdleMore = "Leave this page open. When you log in, the login shows here.";
    public const string ApproveUnreachable = "No connection. Trying again…";
    public const string ApproveRemoved = "This browser's key is not accepted: it was removed, or its clock is wrong. Set the clock automatically, or sign in and add the browser again.";
    public const string ApproveQuestion = "Is this you, logging in now?";
    public const string ApprovePerson = "As";
    public const string ApproveHost = "At";
    public const string ApproveSource = "From";
    public const string ApproveCommand = "To run";
    public const string ApproveMade = "Asked at";
    public const string ApproveNumber = "The two digits that the login shows";
    public const string ApproveWrongNumber = "Those are not the digits. Look at the login again.";
    public const string ApproveYes = "Approve";
    public const string ApproveNo = "Deny";
    public const string ApproveNotMe = "This is not me";
    public const string ApproveLeft = "seconds left";
    public const string Approved = "Approved. The login goes on.";
    public const string Denied = "Denied.";
    public const string NotMe = "Denied. Your name is closed to that network, and the administrators are told.";
    public const string TooManyWrongNumbers = "Denied: three times the wrong digits.";
    public const string Expired = "Too late: the login has ended. Start it again.";
    public const string Gone = "That login was answered elsewhere, or has ended.";
    public const string AnswerRefused = "This browser's answer was not accepted. Deny the login where it waits, and add this browser again.";
    public const string NoticesOn = "Tell me when a login waits";
    public const string NoticesAreOn = "This browser tells you when a login waits, even when this page is closed.";
    public const string NoticesAreOff = "This browser cannot tell you: it has no such service, or you did not allow it. Leave this page open instead.";
    public const string ApproveAs = "This is";
    public const string ApproveOf = "of";
}
