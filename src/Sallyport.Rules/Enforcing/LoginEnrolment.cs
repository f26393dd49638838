using Sallyport.Rules.People;

namespace Sallyport.Rules.Enforcing;

/// <summary>Who is asked to enrol an app before the shell starts.</summary>
public static class LoginEnrolment
{
    /// <summary>Somebody without any factor, whom the roll-out lets in without one today. Nobody's factor is replaced, and no lock is passed by it.</summary>
    public static bool IsOffered(Rollout rollout, Enforcement enforcement, Person person, DateTimeOffset now) =>
        rollout.EnrolsAtLogin
        && enforcement is Enforcement.NotYet { Notice: not null }
        && person.Standing != PersonStanding.Locked
        && !Readiness.HasFactor(person.Enrolments, now);
}
