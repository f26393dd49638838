using System.Collections.Immutable;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Portal;

/// <summary>Changes of a person's passkeys.</summary>
public static class PasskeyRules
{
    public static PersonChange Add(Person person, Passkey passkey, string actor)
    {
        if (person.Standing != PersonStanding.Registered)
            return new PersonChange.Refused($"{person.Name} may not use the portal; ask an administrator");
        if (passkey.Name.Trim() is not { Length: > 0 and <= Passkey.MostName } name || name.Any(char.IsControl))
            return new PersonChange.Refused($"a passkey needs a name of 1 to {Passkey.MostName} characters");
        if (person.Portal.Passkeys.Length >= Passkey.Most)
            return new PersonChange.Refused($"there are already {Passkey.Most} passkeys; remove one first");
        if (Find(person, passkey.Id.AsSpan()) is not null)
            return new PersonChange.Refused("this passkey has already been added; use another device");
        return Done(person, person.Portal.Passkeys.Add(passkey with { Name = name }), AuditKind.PasskeyAdded, name, actor);
    }

    public static PersonChange Remove(Person person, ReadOnlySpan<byte> id, string actor) => Find(person, id) is { } passkey
        ? Done(person, person.Portal.Passkeys.Remove(passkey), AuditKind.PasskeyRemoved, passkey.Name, actor)
        : new PersonChange.Refused("there is no such passkey; it may already have been removed");

    public static Passkey? Find(Person person, ReadOnlySpan<byte> id)
    {
        foreach (var passkey in person.Portal.Passkeys)
        {
            if (passkey.Id.AsSpan().SequenceEqual(id))
                return passkey;
        }

        return null;
    }

    /// <summary>
    /// The person with the passkey's counter as it was just shown; null when the passkey is gone, or the counter has been seen (WebAuthn section 7.2
    /// step 22: somebody copied the key).
    /// </summary>
    public static Person? Use(Person person, ReadOnlySpan<byte> id, uint signCount)
    {
        if (Find(person, id) is not { } passkey || (signCount <= passkey.SignCount && (signCount, passkey.SignCount) != (0, 0)))
            return null;
        return person with { Portal = person.Portal with { Passkeys = person.Portal.Passkeys.Replace(passkey, passkey with { SignCount = signCount }) } };
    }

    private static PersonChange.Done Done(Person person, ImmutableArray<Passkey> passkeys, AuditKind kind, string detail, string actor) =>
        new(person with { Portal = person.Portal with { Passkeys = passkeys } }, [new AuditEvent(kind, person.Name, Actor: actor, Detail: detail)]);
}
