using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Portal;

/// <summary>Decides who may use the portal: functions of the person's state, the input and the time.</summary>
public static class PortalRules
{
    /// <summary>What the audit and the budgets call the portal.</summary>
    public const string Host = "portal";

    private const string LinkSpentText = "This link has already been used or is too old. Create a new one with: sallyport portal link";
    private const string NoAccessText = "This account may not use the portal. Ask your administrator.";
    private const string SignedOutText = "You were signed out. Sign in again.";

    /// <summary>A link for a person whom the machine knows by uid; it replaces an earlier one.</summary>
    public static PersonChange IssueLink(Person person, PasscodeHash code, PortalPolicy policy, string actor, DateTimeOffset now) =>
        Enrolling.RegisteringFirst(person, actor, registered => registered.Standing == PersonStanding.Registered
            ? new PersonChange.Done(
                registered with { Portal = registered.Portal with { Link = new SignInLink(code, now + policy.LinkLife) } },
                [new AuditEvent(AuditKind.PortalLinkIssued, registered.Name, Actor: actor)])
            : new PersonChange.Refused($"{registered.Name} is locked; an administrator unlocks a user with: sallyport user unlock {registered.Name}"));

    /// <summary>
    /// Whether a second factor is asked of the person at all: someone without one may sign in by the link alone and add the first, as he may by
    /// the command line, which knows him by the same uid.
    /// </summary>
    public static bool HasFactor(Person person, DateTimeOffset now) =>
        HasCode(person, now) || !person.Enrolments.Devices.All.IsEmpty || !person.Portal.Passkeys.IsEmpty;

    /// <summary>Whether the person has a code to type, other than one from an administrator.</summary>
    public static bool HasCode(Person person, DateTimeOffset now) =>
        WithoutWebOtp(person).Enrolments.CanBePrompted(now) || !person.Enrolments.RecoveryCodes.Left.IsEmpty;

    /// <summary>Whether the browser may change factors now: it gave one lately, or the person has none to give.</summary>
    public static bool IsFresh(Person person, PortalSession session, PortalPolicy policy, DateTimeOffset now) =>
        session.IsFresh(policy, now) || !HasFactor(person, now);

    /// <summary>What to ask for; null while the budget is used up.</summary>
    public static Prompt? Ask(Person person, IPAddress? source, LoginPolicy logins, DateTimeOffset now) =>
        LoginRules.Begin(WithoutWebOtp(person), Attempt(person, source), Untrusting(logins), now) is LoginDecision.Ask ask ? ask.Prompt : null;

    /// <summary>Signs a browser in by its link, which is used up by it, and a code.</summary>
    /// <param name="person">Whom the link names.</param>
    /// <param name="link">The link's secret.</param>
    /// <param name="answer">The code; not looked at for a person without a factor.</param>
    /// <param name="session">A fresh secret for the browser.</param>
    /// <param name="source">Where the browser is.</param>
    /// <param name="policy">How long sessions last.</param>
    /// <param name="logins">The guess budgets.</param>
    /// <param name="now">The authority's time.</param>
    public static PortalDecision SignInByLink(
        Person person, string link, string answer, ReadOnlySpan<byte> session, IPAddress? source, PortalPolicy policy, LoginPolicy logins, DateTimeOffset now)
    {
        if (person.Portal.Link is not { } known || !known.Matches(link, now))
            return new PortalDecision.Refused(person, [], PortalRefusal.LinkSpent, LinkSpentText);
        if (!HasFactor(person, now))
            return SignIn(person, SignInMeans.Link, "no factor yet", DateTimeOffset.MinValue, session, source, policy, now);

        var (next, refused, factor) = Check(person, answer, source, logins, now);
        return refused ?? SignIn(next, SignInMeans.Link, factor.ToString()!, now, session, source, policy, now);
    }

    /// <summary>Signs in a browser whose person the site's single sign-on vouches for. That is no second factor.</summary>
    public static PortalDecision SignInBySignOn(Person person, ReadOnlySpan<byte> session, IPAddress? source, PortalPolicy policy, DateTimeOffset now) =>
        SignIn(person, SignInMeans.SingleSignOn, null, DateTimeOffset.MinValue, session, source, policy, now);

    /// <summary>Signs in a browser that has shown a passkey: two factors in one, since the device has verified the person.</summary>
    public static PortalDecision SignInByPasskey(
        Person person, ReadOnlySpan<byte> passkey, uint signCount, ReadOnlySpan<byte> session, IPAddress? source, PortalPolicy policy, DateTimeOffset now) =>
        PasskeyRules.Use(person, passkey, signCount) is { } used
            ? SignIn(used, SignInMeans.Passkey, null, now, session, source, policy, now)
            : PasskeyRefused(person, source);

    /// <summary>A code from a browser that is signed in: for some minutes it may change factors.</summary>
    public static PortalDecision StepUp(
        Person person, string answer, ReadOnlySpan<byte> session, IPAddress? source, PortalPolicy policy, LoginPolicy logins, DateTimeOffset now)
    {
        if (person.Portal.Find(session, policy, now) is not { } live)
            return new PortalDecision.Refused(person, [], PortalRefusal.SignedOut, SignedOutText);

        var (next, refused, factor) = Check(person, answer, source, logins, now);
        return refused ?? SteppedUp(next, live, factor.ToString()!, source, now);
    }

    /// <summary>A browser that is signed in has just shown a passkey of its person.</summary>
    public static PortalDecision StepUpByPasskey(
        Person person, ReadOnlySpan<byte> passkey, uint signCount, ReadOnlySpan<byte> session, IPAddress? source, PortalPolicy policy, DateTimeOffset now)
    {
        if (person.Portal.Find(session, policy, now) is not { } live)
            return new PortalDecision.Refused(person, [], PortalRefusal.SignedOut, SignedOutText);
        return PasskeyRules.Use(person, passkey, signCount) is { } used
            ? SteppedUp(used, live, nameof(SignInMeans.Passkey), source, now)
            : PasskeyRefused(person, source);
    }

    /// <summary>Signs one browser out.</summary>
    public static PortalDecision SignOut(Person person, ReadOnlySpan<byte> session, IPAddress? source)
    {
        ImmutableArray<byte> hash = [.. SHA256.HashData(session)];
        var left = person.Portal.Sessions.RemoveAll(s => s.IdHash.AsSpan().SequenceEqual(hash.AsSpan()));
        return left.Length == person.Portal.Sessions.Length
            ? new PortalDecision.Granted(person, [])
            : Granted(person with { Portal = person.Portal with { Sessions = left } }, AuditKind.PortalSignedOut, source, null);
    }

    /// <summary>Signs every browser out, takes back the link that is out, and ends the person's day keys.</summary>
    public static PortalDecision SignOutEverywhere(Person person, IPAddress? source) => Granted(
        person.SignedOut(), AuditKind.PortalSignedOutEverywhere, source, WithKeys($"{person.Portal.Sessions.Length} sessions", person));

    /// <summary>
    /// Somebody else used the name from there: the network is closed for the name, and every browser but the one that says so is signed out.
    /// </summary>
    public static PortalDecision Disown(
        Person person, SourceNetwork network, ReadOnlySpan<byte> session, IPAddress? source, PortalPolicy policy, LoginPolicy logins, DateTimeOffset now)
    {
        if (person.Portal.Find(session, policy, now) is not { } own)
            return new PortalDecision.Refused(person, [], PortalRefusal.SignedOut, SignedOutText);

        var signedOut = person.SignedOut();
        var next = signedOut with
        {
            Budget = person.Budget.Close(network, logins.Budgets, now),
            Portal = signedOut.Portal with { Sessions = [own] },
        };
        return Granted(next, AuditKind.SourceDisowned, source, WithKeys(network.ToString(), person));
    }

    private static string WithKeys(string detail, Person person) => Enrolling.EndingKeys(person) is { } ending ? $"{detail}; {ending}" : detail;

    /// <summary>The code goes the way of every login: budgets, decoys, single use. A Web-OTP does not count, since this very portal shows it.</summary>
    private static (Person Next, PortalDecision? Refused, FactorKind? Factor) Check(
        Person person, string answer, IPAddress? source, LoginPolicy logins, DateTimeOffset now)
    {
        var decision = LoginRules.Answer(WithoutWebOtp(person), Attempt(person, source), 0, answer, Untrusting(logins), now);
        var next = decision.Next with
        {
            Enrolments = decision.Next.Enrolments with { WebOtp = person.Enrolments.WebOtp },
            History = decision is LoginDecision.Allow ? person.History : decision.Next.History,
        };
        return decision switch
        {
            LoginDecision.Allow allow => (next, null, allow.Approval.Factor),
            LoginDecision.Refuse { Refusal: LoginRefusal.Closed } closed =>
                (next, new PortalDecision.Refused(next, decision.Events, PortalRefusal.Closed, closed.Text), null),
            _ => (next, new PortalDecision.Refused(
                next, decision.Events, PortalRefusal.WrongCode, "That code is wrong or has already been used. Wait for the next one and try again."), null),
        };
    }

    private static PortalDecision SignIn(
        Person person, SignInMeans means, string? detail, DateTimeOffset factorAt, ReadOnlySpan<byte> session, IPAddress? source, PortalPolicy policy, DateTimeOffset now)
    {
        if (person.Standing != PersonStanding.Registered)
        {
            return new PortalDecision.Refused(
                person, [Event(person, AuditKind.PortalSignInRefused, source, person.Standing.ToString())], PortalRefusal.NoAccess, NoAccessText);
        }

        var signedIn = new PortalSession([.. SHA256.HashData(session)], now, factorAt, means, source);
        var portal = (means == SignInMeans.Link ? person.Portal with { Link = null } : person.Portal).With(signedIn, policy, now);
        return Granted(person with { Portal = portal }, AuditKind.PortalSignedIn, source, detail is null ? means.ToString() : $"{means}: {detail}");
    }

    private static PortalDecision.Refused PasskeyRefused(Person person, IPAddress? source) => new(
        person, [Event(person, AuditKind.PortalSignInRefused, source, "passkey gone, or its counter went back")], PortalRefusal.NoAccess, NoAccessText);

    private static PortalDecision SteppedUp(Person person, PortalSession live, string factor, IPAddress? source, DateTimeOffset now) => Granted(
        person with { Portal = person.Portal with { Sessions = person.Portal.Sessions.Replace(live, live with { FactorAt = now }) } },
        AuditKind.PortalSteppedUp,
        source,
        factor);

    private static PortalDecision.Granted Granted(Person next, AuditKind kind, IPAddress? source, string? detail) =>
        new(next, [Event(next, kind, source, detail)]);

    private static AuditEvent Event(Person person, AuditKind kind, IPAddress? source, string? detail) =>
        new(kind, person.Name, source, Host, Detail: detail);

    private static Person WithoutWebOtp(Person person) => person with { Enrolments = person.Enrolments with { WebOtp = LiveWebOtp.None } };

    private static LoginAttempt Attempt(Person person, IPAddress? source) => new(person.Name, source, Host);

    /// <summary>A trusted network or a roll-out opens logins, not the portal; and the portal knows whom it asks, so that nothing has to look like an unregistered name.</summary>
    private static LoginPolicy Untrusting(LoginPolicy logins) => logins with
    {
        Trusted = TrustedNetworks.None,
        Enforcement = Enforcement.Demanded,
        Decoy = logins.Decoy.WithoutFetches,
    };
}
