using System.Collections.Immutable;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Logins;

/// <summary>The policy in force: the configuration and the trusted networks of the store, read again every few seconds for the sake of other authorities.</summary>
internal sealed class PolicySource(AuthorityOptions options, ITrustedNetworks networks, Decoy decoy, TimeProvider clock, IAccounts accounts)
{
    private readonly Enforcements enforcements = new(options, decoy, clock);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private volatile CachedPolicy? current;

    /// <summary>The policy; when the store cannot say which networks are trusted, the call fails and so does the login.</summary>
    public ValueTask<LoginPolicy> GetAsync(CancellationToken cancel) =>
        current is { } snapshot && clock.GetElapsedTime(snapshot.ReadAt) < Fresh
            ? ValueTask.FromResult(snapshot.Policy)
            : ReadAsync(cancel);

    /// <summary>Whose names are whose.</summary>
    public PersonNames Names { get; } = new(
        options.Names, new RememberedAccounts(accounts, GroupsOf(options), clock));

    /// <summary>
    /// The policy as it holds for this person now. Where it is in doubt whose name it is, nothing goes on without a factor: neither a roll-out nor a
    /// trusted network counts.
    /// </summary>
    public LoginPolicy For(Person person, Account account, LoginPolicy policy) =>
        account is Account.Unanswered || (account is Account.Nobody && person.Standing == PersonStanding.Unregistered && !PersonNames.IsUsual(person.Name))
            ? policy with { Enforcement = Enforcement.Demanded, Trusted = TrustedNetworks.None }
            : policy with { Enforcement = enforcements.Of(person, account) };

    private static ImmutableArray<string> GroupsOf(AuthorityOptions options) =>
        [.. options.Rollout.Groups.Select(g => g.Group).Concat(options.DayKeys.Policy is { IsOn: true } keys ? keys.AllGroups : []).Distinct(StringComparer.Ordinal)];

    /// <summary>To be called after a change of the trusted networks.</summary>
    public void Forget() => current = null;

    private async ValueTask<LoginPolicy> ReadAsync(CancellationToken cancel)
    {
        var readAt = clock.GetTimestamp();
        var trusted = await networks.NetworksAsync(cancel);
        var policy = new LoginPolicy(
            options.Budgets,
            options.WebOtp,
            new TrustedNetworks([.. trusted]),
            options.TriesPerConnection,
            options.Skey.WarnBelow,
            options.TimeZone,
            decoy)
        {
            Push = options.Push.Policy with { Ways = options.DeviceWays },
            Sms = options.Sms,
        };
        current = new CachedPolicy(policy, readAt);
        return policy;
    }

    private sealed record CachedPolicy(LoginPolicy Policy, long ReadAt);
}
