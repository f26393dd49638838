using System.Security;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Phone;

/// <summary>What is said in a call, as TwiML, and what the keys mean. Texts of a call stand here and nowhere else.</summary>
internal static class CallScript
{
    private const string Denies = "00";
    private const string NotMe = "09";
    private const string Approves = "01";

    /// <summary>It says which login asks and which keys answer. It waits for two keys; without any it ends.</summary>
    public static string Ask(string site, PendingPush push, string person, string keysUrl) => Document(
        Gather(keysUrl, $"This is {site}. {person} is logging in to {push.Host}. {Keys(push)}") + Say("No key was pressed. Goodbye."));

    /// <summary>What follows on the keys.</summary>
    public static string Follow(PushResult result, string keysUrl) => result switch
    {
        PushResult.Approved => Document(Say("Thank you. The login is approved. Goodbye.")),
        PushResult.Denied => Document(Say("The login is refused. Goodbye.")),
        PushResult.SourceClosed => Document(Say("The login is refused, and your administrators are notified. Goodbye.")),
        PushResult.WrongNumber => Document(Gather(keysUrl, "That is not the number. Press the two digits that the login shows.") + Say("Goodbye.")),
        PushResult.WrongNumberTooOften => Document(Say("That is not the number. The login is refused. Goodbye.")),
        _ => Gone,
    };

    /// <summary>Nothing waits for this call.</summary>
    public static string Gone { get; } = Document(Say("This login is no longer waiting. Goodbye."));

    /// <summary>What the keys say; null when they say nothing, and are asked for again.</summary>
    public static (PushReply Reply, string Number)? Read(string digits, PendingPush push) => digits switch
    {
        Denies => (PushReply.Deny, string.Empty),
        NotMe => (PushReply.NotMe, string.Empty),
        Approves when push.Number is null => (PushReply.Approve, string.Empty),
        [>= '0' and <= '9', >= '0' and <= '9'] when push.Number is not null => (PushReply.Approve, digits),
        _ => null,
    };

    /// <summary>What a provider is told that asks for nothing.</summary>
    public static string Nothing { get; } = Document("");

    /// <summary>How a call ended (Twilio's words); null while it goes on.</summary>
    public static PushVerdict? ReadStatus(string status) => status switch
    {
        "busy" => PushVerdict.CallBusy,
        "no-answer" => PushVerdict.CallUnanswered,
        "failed" or "canceled" => PushVerdict.CallNotConnected,
        "completed" => PushVerdict.CallWithoutKey,
        _ => null,
    };

    private static string Keys(PendingPush push)
    {
        var yes = push.Number is null ? "To approve, press 0 1." : "To approve, press the two digits that the login shows.";
        return $"{yes} To refuse, press 0 0. If it is not you, press 0 9; your administrators are then notified.";
    }

    private static string Gather(string url, string text) =>
        $"<Gather input=\"dtmf\" numDigits=\"2\" timeout=\"15\" finishOnKey=\"\" method=\"POST\" action=\"{SecurityElement.Escape(url)}\">{Say(text)}{Say(text)}</Gather>";

    private static string Say(string text) => $"<Say>{SecurityElement.Escape(Speakable(text))}</Say>";

    private static string Document(string content) => $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>{content}</Response>";

    // Names come from hosts and guessers: nothing that is no letter, digit or mark of a sentence is read out, or could be no XML.
    private static string Speakable(string text) => string.Concat(text.EnumerateRunes()
        .Select(rune => System.Text.Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ',' or '-' or '_' or '@' ? rune.ToString() : " "));
}
