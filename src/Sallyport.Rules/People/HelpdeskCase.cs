using Sallyport.Rules.Factors.Passcodes;

namespace Sallyport.Rules.People;

/// <summary>
/// A helper of the site's helpdesk attends to a person. It lies in the person, so that a proof counts for this person only, once, and for this
/// helper only.
/// </summary>
/// <param name="Helper">Who attends.</param>
/// <param name="Opened">Since when.</param>
public sealed record HelpdeskCase(string Helper, DateTimeOffset Opened)
{
    /// <summary>How long a case lasts.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>How long a passcode counts that was sent for it.</summary>
    public static readonly TimeSpan PasscodeLife = TimeSpan.FromMinutes(10);

    /// <summary>The passcode that was sent to a phone of the person's for this case.</summary>
    public PasscodeHash? Passcode { get; init; }

    /// <summary>Until when the passcode counts.</summary>
    public DateTimeOffset PasscodeExpires { get; init; } = DateTimeOffset.MinValue;

    /// <summary>How the caller proved to be the person; null while it is not proved.</summary>
    public HelpdeskProof? Proof { get; init; }

    /// <summary>A clock that was set back ends it.</summary>
    public bool IsOf(string helper, DateTimeOffset now) => Helper == helper && now >= Opened && now - Opened < Life;
}

/// <summary>How a caller proved who is calling. Stored by number: only ever added to.</summary>
public enum HelpdeskProof
{
    /// <summary>A passcode that was sent to a phone of the person's.</summary>
    Message = 1,
    /// <summary>A code of the authenticator app.</summary>
    App = 2,
    /// <summary>A line of the printed sheet.</summary>
    Sheet = 3,
    /// <summary>A recovery code.</summary>
    RecoveryCode = 4,
    /// <summary>The helper saw the person and an identity document.</summary>
    InPerson = 5,
}
