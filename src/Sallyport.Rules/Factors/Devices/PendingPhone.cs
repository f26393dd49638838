using Sallyport.Rules.Factors.Passcodes;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>A phone number that was entered and not proved: no device yet, so nothing offers it and no login message goes there.</summary>
/// <param name="Name">What the person will call the phone (<see cref="DeviceName"/>).</param>
/// <param name="Number">The number to be proved.</param>
/// <param name="Code">The passcode that was sent to this number last; null when it was guessed at too often.</param>
/// <param name="Expires">From when on the passcode does not count.</param>
/// <param name="TriesLeft">Wrong answers until the passcode is void.</param>
public sealed record PendingPhone(string Name, PhoneNumber Number, PasscodeHash? Code, DateTimeOffset Expires, int TriesLeft)
{
    /// <summary>How long a passcode counts.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Wrong answers that make a passcode void: of ten million passcodes, five may be tried.</summary>
    public const int MostTries = 5;

    /// <summary>Passcodes that a person, and a number, is sent in a day.</summary>
    public const int MostADay = 5;

    /// <summary>Between one passcode and the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    internal bool Matches(string answer, DateTimeOffset now) => Code is not null && Code.Matches(answer) && now < Expires;

    internal PendingPhone WithoutTry() => TriesLeft > 1 ? this with { TriesLeft = TriesLeft - 1 } : this with { TriesLeft = 0, Code = null };
}
