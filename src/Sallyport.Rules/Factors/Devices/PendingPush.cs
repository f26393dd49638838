using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>A login that waits for its person to say yes on a device. At most one a person; it lies in the person, so that answering and collecting are compare-and-sets.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Factor"><see cref="FactorKind.Push"/> or <see cref="FactorKind.Phone"/>.</param>
/// <param name="Devices">Which devices may answer it. Of a decoy's, none is anybody's.</param>
/// <param name="Host">The host that asks.</param>
/// <param name="Source">The client's address, if known.</param>
/// <param name="Command">What is to be run there, if the host told: visible characters, at most <see cref="MostCommand"/>.</param>
/// <param name="Made">When it was sent.</param>
/// <param name="Expires">From when on no answer counts.</param>
/// <param name="Number">The digits that the login shows; null where the site lets a client do without.</param>
/// <param name="WrongNumbers">How often other digits were typed; the third denies it.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="AnsweredBy">The device that said so.</param>
public sealed record PendingPush(
    PushId Id,
    FactorKind Factor,
    ImmutableArray<DeviceId> Devices,
    string Host,
    IPAddress? Source,
    string? Command,
    DateTimeOffset Made,
    DateTimeOffset Expires,
    PushNumber? Number,
    int WrongNumbers,
    PushVerdict Verdict,
    DeviceId? AnsweredBy)
{
    public const int MostCommand = 200;

    /// <summary>Whether the login may hear that a call reached nobody. Before the password it may not: that a phone rings tells that the name is somebody's.</summary>
    public bool MayEndEarly { get; init; }

    /// <summary>What else the host told.</summary>
    public ToldByHost Told { get; init; } = ToldByHost.Nothing;

    /// <summary>Wrong numbers that deny a push.</summary>
    public const int MostWrongNumbers = 3;

    public SourceNetwork Network => SourceNetwork.Of(Source);

    /// <summary>Whether an answer still counts.</summary>
    public bool IsOpen(DateTimeOffset now) => Verdict == PushVerdict.Waiting && now < Expires;
}

/// <summary>Stored by number: only ever added to.</summary>
public enum PushVerdict
{
    Waiting = 0,
    /// <summary>The person said yes. It opens the login that asked, once.</summary>
    Approved = 1,
    /// <summary>The person said no.</summary>
    Denied = 2,
    /// <summary>The person said that the login is somebody else's.</summary>
    NotMe = 3,
    /// <summary>The third wrong number.</summary>
    WrongNumbers = 4,
    /// <summary>The line was busy.</summary>
    CallBusy = 5,
    /// <summary>Nobody took the call.</summary>
    CallUnanswered = 6,
    /// <summary>The call could not be put through.</summary>
    CallNotConnected = 7,
    /// <summary>Somebody, or a machine, took the call and pressed no key.</summary>
    CallWithoutKey = 8,
}
