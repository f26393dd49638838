using System.Collections.Immutable;
using System.Text;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins.Push;

/// <summary>What a device says to a push.</summary>
/// <param name="Push">Which push.</param>
/// <param name="Device">Which device says so.</param>
/// <param name="Reply">What it says.</param>
/// <param name="Number">The digits that were typed there; empty where none were asked for.</param>
/// <param name="Signature">By the device's key over <see cref="SignedText"/>.</param>
public sealed record PushAnswer(PushId Push, DeviceId Device, PushReply Reply, string Number, ImmutableArray<byte> Signature)
{
    /// <summary>
    /// The text that is signed, in UTF-8: six lines that bind everything an answer says, each but the last ended by a line feed. A name
    /// holds no line feed (<c>WireText</c>), the others have no room for one.
    /// </summary>
    public static byte[] SignedText(string person, PushId push, DeviceId device, PushReply reply, string number) =>
        Encoding.UTF8.GetBytes($"sallyport push answer 1\n{person}\n{push}\n{device}\n{Word(reply)}\n{number}");

    /// <summary>As written in the signed text and on the wire.</summary>
    public static string Word(PushReply reply) => reply switch
    {
        PushReply.Approve => "approve",
        PushReply.Deny => "deny",
        PushReply.NotMe => "not-me",
        _ => throw new ArgumentOutOfRangeException(nameof(reply)),
    };

    /// <summary>Null for another word.</summary>
    public static PushReply? Reads(string word) => word switch
    {
        "approve" => PushReply.Approve,
        "deny" => PushReply.Deny,
        "not-me" => PushReply.NotMe,
        _ => null,
    };
}

/// <summary>What a person says on a device.</summary>
public enum PushReply
{
    Approve = 1,
    /// <summary>Not now; counted like a wrong code.</summary>
    Deny = 2,
    /// <summary>Somebody else is logging in: the network is closed for this name.</summary>
    NotMe = 3,
}

/// <summary>What an answer led to, with the state and the events that must be durable before the device is told.</summary>
public sealed record PushAnswered
{
    internal PushAnswered(Person next, ImmutableArray<AuditEvent> events, PushResult result, PendingPush? push) =>
        (Next, Events, Result, Push) = (next, events, result, push);

    public Person Next { get; }

    public ImmutableArray<AuditEvent> Events { get; }

    public PushResult Result { get; }

    /// <summary>The push as it is now; null when the answer had nothing to do with one.</summary>
    public PendingPush? Push { get; }
}

/// <summary>What became of an answer.</summary>
public enum PushResult
{
    Approved = 1,
    Denied = 2,
    /// <summary>Denied, and the network it came from is closed.</summary>
    SourceClosed = 3,
    /// <summary>There are tries left.</summary>
    WrongNumber = 4,
    /// <summary>The third wrong number: denied.</summary>
    WrongNumberTooOften = 5,
    /// <summary>It was answered before, or nobody waits for it any more.</summary>
    TooLate = 6,
    /// <summary>Not signed by a device of this person.</summary>
    Forged = 7,
    /// <summary>A call ended without an answer.</summary>
    CallEnded = 8,
}
