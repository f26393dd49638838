using Sallyport.Rules.Budgets;

namespace Sallyport.Rules.People;

/// <summary>
/// All that decides a person's logins, changed by one conditional write (compare <paramref name="Version"/> and set).
/// A name that nobody registered has one too: its standing is <see cref="PersonStanding.Unregistered"/> and its budget counts.
/// </summary>
/// <param name="Name">The UNIX user name, as it arrives.</param>
/// <param name="Version">0 for what was never stored; the store counts it up.</param>
public sealed record Person(
    string Name,
    long Version,
    PersonStanding Standing,
    Enrolments Enrolments,
    Budget Budget,
    LoginHistory History)
{
    /// <summary>User names longer than this are cut before they are looked up, stored or logged (RFC 2865: 253 bytes).</summary>
    public const int MostNameLength = 253;

    /// <summary>The browsers that are signed in to the web portal, and what else it keeps.</summary>
    public PortalAccess Portal { get; init; } = PortalAccess.None;

    /// <summary>The keys that the person vouched for.</summary>
    public DayKeyAccess DayKeys { get; init; } = DayKeyAccess.None;

    /// <summary>Every browser is signed out, and no key opens anything.</summary>
    public Person SignedOut() => this with { Portal = Portal.SignedOut(), DayKeys = DayKeys.Ended() };

    public static Person Unregistered(string name) => New(name, PersonStanding.Unregistered);

    public static Person Registered(string name) => New(name, PersonStanding.Registered);

    private static Person New(string name, PersonStanding standing) =>
        new(name, 0, standing, Enrolments.None, Budget.Empty, LoginHistory.None);
}

/// <summary>Stored by number: only ever added to.</summary>
public enum PersonStanding
{
    /// <summary>Somebody tried this name; nobody registered it.</summary>
    Unregistered = 0,
    Registered = 1,
    /// <summary>An administrator locked the account: every code is wrong.</summary>
    Locked = 2,
}
