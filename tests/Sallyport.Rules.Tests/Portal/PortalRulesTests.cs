using System.Net;
using System.Security.Cryptography;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Rules.Tests.Portal;

public sealed class PortalRulesTests
{
    private static readonly DateTimeOffset Now = new(2031, 7, 13, 3, 17, 41, 123, TimeSpan.Zero);
    private static readonly IPAddress Source = IPAddress.Parse("192.0.2.7");
    private static readonly PortalPolicy Policy = PortalPolicy.Default;
    private static readonly LoginPolicy Logins = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default));

    [Fact]
    public void a_session_ends_after_its_life_and_does_not_begin_before_it_when_the_clock_goes_back()
    {
        var signedIn = SignedIn(Person.Registered("ada"), 1);

        Assert.NotNull(signedIn.Portal.Find(Id(1), Policy, Now + Policy.Life - TimeSpan.FromTicks(1)));
        Assert.Null(signedIn.Portal.Find(Id(1), Policy, Now + Policy.Life));
        Assert.Null(signedIn.Portal.Find(Id(1), Policy, Now.AddTicks(-1)));
        Assert.Null(signedIn.Portal.Find(Id(2), Policy, Now));
    }

    [Fact]
    public void with_too_many_browsers_the_oldest_is_signed_out()
    {
        var person = Enumerable.Range(1, PortalAccess.MostSessions + 1).Aggregate(Person.Registered("ada"), (p, n) => SignedIn(p, (byte)n));

        Assert.Equal(PortalAccess.MostSessions, person.Portal.Sessions.Length);
        Assert.Null(person.Portal.Find(Id(1), Policy, Now));
        Assert.NotNull(person.Portal.Find(Id(2), Policy, Now));
    }

    [Fact]
    public void a_new_link_takes_the_place_of_the_old_one_and_neither_outlives_ten_minutes()
    {
        var person = WithLink(WithLink(Person.Registered("ada"), "aaaaaa-aaaaaa"), "bbbbbb-bbbbbb");

        Assert.Equal(PortalRefusal.LinkSpent, Refused(ByLink(person, "aaaaaa-aaaaaa", Now)));
        Assert.Equal(PortalRefusal.LinkSpent, Refused(ByLink(person, "bbbbbb-bbbbbb", Now + Policy.LinkLife)));
        var signedIn = Assert.IsType<PortalDecision.Granted>(ByLink(person, "bbbbbb-bbbbbb", Now));
        Assert.Equal(PortalRefusal.LinkSpent, Refused(ByLink(signedIn.Next, "bbbbbb-bbbbbb", Now)));
    }

    [Fact]
    public void a_locked_person_gets_no_link_and_one_that_was_out_signs_nobody_in()
    {
        var person = WithLink(Person.Registered("ada"), "aaaaaa-aaaaaa");
        var locked = Assert.IsType<PersonChange.Done>(Enrolling.Lock(SignedIn(person, 1), "root")).Next;

        Assert.Null(locked.Portal.Find(Id(1), Policy, Now));
        Assert.IsType<PersonChange.Refused>(PortalRules.IssueLink(locked, Hash("cccccc-cccccc"), Policy, "ada", Now));
        Assert.Equal(PortalRefusal.LinkSpent, Refused(ByLink(locked, "aaaaaa-aaaaaa", Now)));
        Assert.Equal(PortalRefusal.NoAccess, Refused(PortalRules.SignInBySignOn(locked, Id(3), Source, Policy, Now)));
    }

    [Fact]
    public void a_sign_on_is_fresh_only_for_who_has_no_factor_to_give()
    {
        var without = SignedIn(Person.Registered("ada"), 1);
        var with = SignedIn(Person.Registered("ada") with { Enrolments = Enrolments.None with { RecoveryCodes = new RecoveryCodes([Hash("aaaaaa-aaaaaa")]) } }, 1);

        Assert.True(PortalRules.IsFresh(without, without.Portal.Sessions[0], Policy, Now));
        Assert.False(PortalRules.IsFresh(with, with.Portal.Sessions[0], Policy, Now));
        var confirmed = Assert.IsType<PortalDecision.Granted>(PortalRules.StepUp(with, "aaaaaa-aaaaaa", Id(1), Source, Policy, Logins, Now)).Next;
        Assert.True(confirmed.Portal.Sessions[0].IsFresh(Policy, Now + Policy.StepUp - TimeSpan.FromTicks(1)));
        Assert.False(confirmed.Portal.Sessions[0].IsFresh(Policy, Now + Policy.StepUp));
        Assert.Empty(confirmed.Enrolments.RecoveryCodes.Left);
    }

    [Theory]
    [InlineData("a counter that was seen", 7u, 7u)]
    [InlineData("a counter that went back", 7u, 6u)]
    [InlineData("a counter that stopped counting", 7u, 0u)]
    public void a_passkey_that_may_have_been_copied_does_not_sign_in(string attack, uint known, uint shown)
    {
        Assert.NotEmpty(attack);
        var passkey = new Passkey([1], [2], known, "laptop", Now, [], IsBackupEligible: false, IsBackedUp: false);
        var person = Person.Registered("ada") with { Portal = PortalAccess.None with { Passkeys = [passkey] } };

        Assert.IsType<PortalDecision.Refused>(PortalRules.SignInByPasskey(person, [1], shown, Id(1), Source, Policy, Now));
        Assert.IsType<PortalDecision.Granted>(PortalRules.SignInByPasskey(person, [1], known + 1, Id(1), Source, Policy, Now));
    }

    private static PortalDecision ByLink(Person person, string link, DateTimeOffset now) =>
        PortalRules.SignInByLink(person, link, string.Empty, Id(9), Source, Policy, Logins, now);

    private static PortalRefusal Refused(PortalDecision decision) => Assert.IsType<PortalDecision.Refused>(decision).Why;

    private static Person WithLink(Person person, string code) =>
        Assert.IsType<PersonChange.Done>(PortalRules.IssueLink(person, Hash(code), Policy, "ada", Now)).Next;

    private static Person SignedIn(Person person, byte browser) =>
        Assert.IsType<PortalDecision.Granted>(PortalRules.SignInBySignOn(person, Id(browser), Source, Policy, Now)).Next;

    private static byte[] Id(byte browser) => [browser, .. new byte[15]];

    private static PasscodeHash Hash(string code) => PasscodeHash.Of(code, RandomNumberGenerator.GetBytes(PasscodeHash.SaltLength));
}
