using Sallyport.Authority.Configuration;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Enforcing;

/// <summary>Says of a person whether the roll-out demands a second factor by now.</summary>
internal sealed class Enforcements(AuthorityOptions options, Decoy decoy, TimeProvider clock)
{
    private readonly Rollout rollout = options.Rollout;

    /// <summary>The site's calendar day.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), options.TimeZone).DateTime);

    /// <summary>A registered name is somebody's, whether this machine knows the account or not.</summary>
    public Enforcement Of(Person person, Account account) => rollout.Of(
        person.Name,
        account is Account.Nobody && person.Standing != PersonStanding.Unregistered ? new Account.Known([]) : account,
        decoy,
        Today);
}
