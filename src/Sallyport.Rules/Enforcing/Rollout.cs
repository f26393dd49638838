using System.Collections.Immutable;
using Sallyport.Rules.Decoys;

namespace Sallyport.Rules.Enforcing;

/// <summary>
/// From when a second factor is demanded, of whom. Until then users without one go on to the password, and each such login is an audit
/// event of its own; users with one are asked for it from the first day.
/// </summary>
/// <param name="Everybody">The first day for everybody, in the site's time zone; null when no day is set.</param>
/// <param name="Groups">Groups that begin on days of their own. The earliest day counts.</param>
/// <param name="AskedOf256">
/// Of 256 names that are nobody's, how many are asked for a code as enrolled people are, so that being asked does not tell a guesser
/// that a name is somebody's.
/// </param>
public sealed record Rollout(DateOnly? Everybody, ImmutableArray<GroupRollout> Groups, int AskedOf256)
{
    /// <summary>Half of the names that are nobody's are asked.</summary>
    public const int UsualAskedOf256 = 128;

    /// <summary>Everybody needs a second factor.</summary>
    public static readonly Rollout Complete = new(DateOnly.MinValue, ImmutableArray<GroupRollout>.Empty, UsualAskedOf256);

    /// <summary>Whether people without a factor are asked in the session itself to enrol one (<see cref="LoginEnrolment"/>).</summary>
    public bool EnrolsAtLogin { get; init; }

    /// <summary>Whether the roll-out is over: nobody goes on without a factor, and nobody's groups matter.</summary>
    public bool IsCompleteOn(DateOnly today) => Everybody <= today;

    /// <summary>The day from which a member of these groups must have a factor; null when none is set.</summary>
    public DateOnly? From(ImmutableArray<string> groups)
    {
        var first = Everybody;
        foreach (var group in Groups)
        {
            if (groups.Contains(group.Group, StringComparer.Ordinal) && (first is null || group.From < first))
                first = group.From;
        }

        return first;
    }

    /// <summary>What holds for a name today.</summary>
    public Enforcement Of(string name, Account account, Decoy decoy, DateOnly today)
    {
        if (IsCompleteOn(today))
            return Enforcement.Demanded;

        return account switch
        {
            Account.Known { Groups: var groups } when From(groups) is var from && !(from <= today) => new Enforcement.NotYet(Notice(from)) { Until = from },
            Account.Nobody when !decoy.LooksEnrolled(name, AskedOf256) => new Enforcement.NotYet(null),
            _ => Enforcement.Demanded,
        };
    }

    private static string Notice(DateOnly? from) => from is { } day
        ? $"You have no second factor yet. From {day:yyyy-MM-dd} you cannot log in from outside without one; start with: sallyport totp enroll"
        : "You have no second factor yet; start with: sallyport totp enroll";
}

/// <summary>A UNIX group of which a second factor is demanded from a day on.</summary>
public sealed record GroupRollout(string Group, DateOnly From);
