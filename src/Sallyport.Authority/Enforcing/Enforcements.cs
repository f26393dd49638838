using Sallyport.Authority.Configuration;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Enforcing;

/// <summary>Says of a person whether the roll-out demands a second factor by now.</summary>
internal sealed class Enforcements(AuthorityOptions options, Decoy decoy, IAccounts accounts, TimeProvider clock)
{
    private readonly Rollout rollout = options.Rollout;
    private readonly RememberedAccounts remembered = new(accounts, [.. options.Rollout.Groups.Select(g => g.Group)], clock);

    /// <summary>The site's calendar day.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), options.TimeZone).DateTime);

    public async ValueTask<Enforcement> OfAsync(Person person, CancellationToken cancel)
    {
        var today = Today;
        return rollout.IsCompleteOn(today)
            ? Enforcement.Demanded
            : rollout.Of(person.Name, await AccountOfAsync(person, cancel), decoy, today);
    }

    /// <summary>Whoever is registered is somebody, whether this machine knows the account or not.</summary>
    private async ValueTask<Account> AccountOfAsync(Person person, CancellationToken cancel) =>
        await remembered.FindAsync(person.Name, cancel) is var account
        && account is Account.Nobody && person.Standing != PersonStanding.Stranger
            ? new Account.Known([])
            : account;
}
