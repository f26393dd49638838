using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.DayKeys;

/// <summary>Who may vouch for a key, and what such a key opens: functions of the person's state, the input and the time.</summary>
public static class DayKeyRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>A person vouches for a key, in a session in which a second factor was given.</summary>
    /// <param name="person">The person as stored.</param>
    /// <param name="account">What the name service knows of the person.</param>
    /// <param name="request">The key, and what is asked for it.</param>
    /// <param name="session">The session; null when the caller is in none.</param>
    /// <param name="policy">What the site allows.</param>
    /// <param name="now">The authority's time.</param>
    public static PersonChange Vouch(Person person, Account account, VouchRequest request, FactorSession? session, DayKeyPolicy policy, DateTimeOffset now)
    {
        if (!policy.IsOn)
            return Refused("this site has no day keys; an administrator turns them on with longest-life = 10h under [day-keys] in the authority's configuration");
        if (person.Standing != PersonStanding.Registered || !policy.Allows(account))
            return Refused($"this site does not allow day keys for {person.Name}");
        if (session is null || session.Person != person.Name || session.Endings != person.DayKeys.Endings || !Vouches(session.Factor) || now < session.At)
            return Refused("only a session that began with your second factor can vouch for a key; log in with the code and the password, and repeat the command there, not in one that a day key opened and not in tmux or screen");

        var network = SourceNetwork.Of(session.Source);
        var key = new DayKey(request.Key, request.Comment, now, session.At, session.Factor, End(request, session, policy, now))
        {
            OnlyFrom = request.OnlyFrom,
            Only = request.Only,
            Network = policy.BoundToNetwork ? network : null,
        };
        if (key.Until - now < Shortest)
            return Refused("a key of this session would end at once, because the second factor was given too long ago; log in again");
        if (AuthorizedKeysLine.Of(key, policy with { SecondNetwork = SecondNetwork.Ask }) is null)
            return Refused($"the key would open only from {network}, which is in none of the networks that you named; leave --only-from out, or name a network that holds it");

        var others = person.DayKeys.Keys.Where(other => other.IsLive(now) && !other.Key.Equals(key.Key)).ToImmutableArray();
        if (others.Length >= policy.Most)
            return Refused($"you can have at most {policy.Most} day keys; end one with: sallyport key revoke");

        return new PersonChange.Done(
            person with { DayKeys = person.DayKeys with { Keys = others.Add(key) } },
            [new AuditEvent(AuditKind.DayKeyVouched, person.Name, session.Source, Detail: $"{key.Key.Fingerprint} until {key.Until:u}, {FactorOf(key)}")]);
    }

    /// <summary>What sshd is told when the key is offered for the account: a line of <c>authorized_keys</c>, or null. Only looks.</summary>
    public static string? Offered(Person person, Account account, PublicKey key, DayKeyPolicy policy, DateTimeOffset now) =>
        policy.Allows(account) & person.Standing == PersonStanding.Registered && person.DayKeys.Find(key, now) is { } found
            ? AuthorizedKeysLine.Of(found, policy)
            : null;

    /// <summary>sshd has let the key in, after its signature: the session may begin, or not.</summary>
    /// <param name="person">The person as stored.</param>
    /// <param name="account">What the name service knows of the person.</param>
    /// <param name="key">The key.</param>
    /// <param name="source">The client's address.</param>
    /// <param name="host">The door.</param>
    /// <param name="policy">What the site allows.</param>
    /// <param name="now">The authority's time.</param>
    public static KeySession Opened(Person person, Account account, PublicKey key, IPAddress? source, string host, DayKeyPolicy policy, DateTimeOffset now)
    {
        var network = SourceNetwork.Of(source);
        if (person.DayKeys.Find(key, now) is not { } found || person.Standing != PersonStanding.Registered || !policy.Allows(account))
            return Refuse("not vouched for");
        if (network.IsUnknown || person.Budget.DisownedUntil(network, now) is not null)
            return Refuse($"from {network}");
        if (!found.OnlyFrom.IsEmpty && !found.OnlyFrom.Any(only => only.Contains(Addresses.Plain(source!))))
            return Refuse($"from {network}, and its person allowed other networks");
        if (found.Network is { } own && own != network)
            return Refuse($"from {network}, while it is alive in {own}") with { Next = person with { DayKeys = person.DayKeys.With(found, found with { RefusedIn = network }) } };

        var used = new AuditEvent(AuditKind.DayKeyUsed, person.Name, source, host, Detail: $"{FactorOf(found)}, reused by key {key.Fingerprint}");
        return found.Network is null
            ? new KeySession(person with { DayKeys = person.DayKeys.With(found, found with { Network = network }) }, [used], true)
            : new KeySession(person, [used], true);

        KeySession Refuse(string why) =>
            new(person, [new AuditEvent(AuditKind.DayKeyRefused, person.Name, source, host, Detail: $"{key.Fingerprint} {why}")], false);
    }

    /// <summary>Ends one key, by its fingerprint or the beginning of it, or all of them when none is named.</summary>
    public static PersonChange Revoke(Person person, string? fingerprint, string actor)
    {
        if (fingerprint is null)
        {
            return person.DayKeys.Keys.IsEmpty
                ? Refused("there are no day keys")
                : Done(person with { DayKeys = person.DayKeys with { Keys = [] } }, $"all {person.DayKeys.Keys.Length}");
        }

        var named = person.DayKeys.Keys.Where(key => key.Key.Fingerprint.StartsWith(fingerprint, StringComparison.Ordinal)).ToList();
        return named switch
        {
            [var one] => Done(person with { DayKeys = person.DayKeys with { Keys = person.DayKeys.Keys.Remove(one) } }, one.Key.Fingerprint),
            [] => Refused("there is no such key; see: sallyport key list"),
            _ => Refused("more than one key begins like that; give more of the fingerprint"),
        };

        PersonChange.Done Done(Person next, string detail) =>
            new(next, [new AuditEvent(AuditKind.DayKeyRevoked, person.Name, Actor: actor, Detail: detail)]);
    }

    /// <summary>A code of an administrator and one for emergencies open a login and vouch for nothing.</summary>
    private static bool Vouches(FactorKind factor) => factor is not (FactorKind.BypassCode or FactorKind.RecoveryCode);

    private static DateTimeOffset End(VouchRequest request, FactorSession session, DayKeyPolicy policy, DateTimeOffset now)
    {
        var end = policy.LatestEnd(session.At);
        if (request.For is { } length && now + length < end)
            end = now + length;
        if (request.UntilTime is { } time && policy.Next(time, now) is var asked && asked < end)
            end = asked;
        return end;
    }

    private static string FactorOf(DayKey key) => $"second factor of {key.FactorAt:u} ({key.Factor})";

    private static PersonChange.Refused Refused(string reason) => new(reason);
}

/// <summary>What becomes of a session that a key opened, with what must be durable before it begins.</summary>
/// <param name="Next">The person to store.</param>
/// <param name="Events">The audit events of the same write.</param>
/// <param name="MayBegin">Whether it may begin.</param>
public sealed record KeySession(Person Next, ImmutableArray<AuditEvent> Events, bool MayBegin);
