using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.DayKeys;
using Sallyport.Authority.Machine;
using Sallyport.Rules.DayKeys;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;
using Sallyport.Tests;

namespace Sallyport.Authority.Tests.DayKeys;

/// <summary>Which sessions can vouch: an approval by a factor and root's word about the same person and address, soon after one another, once.</summary>
public sealed class FactorSessionsTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");
    private static readonly uint Uid = uint.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static readonly ProcessIdentity Self = ProcessIdentity.Lineage(Environment.ProcessId, Uid).First();

    private readonly TestClock clock = new();
    private readonly FactorSessions sessions;

    public FactorSessionsTests() => sessions = new FactorSessions(
        new AuthorityOptions { DayKeys = new DayKeyOptions { Policy = DayKeyPolicy.Off with { Life = TimeSpan.FromHours(10) } } }, clock);

    [Fact]
    public void a_process_below_the_sshd_of_a_session_belongs_to_it()
    {
        LogIn("ada", Home, FactorKind.Totp);
        Assert.True(sessions.Begun(ProcessIdentity.ParentOf(Environment.ProcessId)!.Value, "ada", Home));

        Assert.Equal(("ada", FactorKind.Totp), (sessions.Of(Environment.ProcessId, Uid)!.Person, sessions.Of(Environment.ProcessId, Uid)!.Factor));
        Assert.Null(sessions.Of(1, Uid));
    }

    [Fact]
    public void another_process_with_the_same_number_does_not()
    {
        LogIn("ada", Home, FactorKind.Totp);
        sessions.Begun(Self with { Started = Self.Started - 1 }, "ada", Home);

        Assert.Null(sessions.Of(Environment.ProcessId, Uid));
    }

    [Fact]
    public void below_a_process_of_another_user_nothing_belongs_to_it()
    {
        LogIn("ada", Home, FactorKind.Totp);
        sessions.Begun(ProcessIdentity.ParentOf(Environment.ProcessId)!.Value, "ada", Home);

        Assert.Null(sessions.Of(Environment.ProcessId, Uid + 1));
    }

    [Fact]
    public void one_login_makes_one_session()
    {
        LogIn("ada", Home, FactorKind.Totp);

        Assert.True(sessions.Begun(Self, "ada", Home));
        Assert.False(sessions.Begun(Self, "ada", Home));
    }

    [Fact]
    public void the_login_of_another_name_or_from_elsewhere_does_not_count()
    {
        LogIn("ada", Home, FactorKind.Totp);

        Assert.False(sessions.Begun(Self, "bob", Home));
        Assert.False(sessions.Begun(Self, "ada", IPAddress.Parse("192.0.2.8")));
    }

    [Fact]
    public void a_mapped_address_is_the_address()
    {
        LogIn("ada", Home, FactorKind.Totp);

        Assert.True(sessions.Begun(Self, "ada", IPAddress.Parse("::ffff:192.0.2.7")));
    }

    [Fact]
    public void a_login_long_ago_does_not_count()
    {
        LogIn("ada", Home, FactorKind.Totp);
        clock.Advance(TimeSpan.FromMinutes(3));

        Assert.False(sessions.Begun(Self, "ada", Home));
    }

    [Fact]
    public void a_login_without_a_factor_makes_none_and_another_beside_it_is_in_doubt()
    {
        LogIn("ada", Home, null);
        Assert.False(sessions.Begun(Self, "ada", Home));

        LogIn("ada", Home, FactorKind.Totp);
        Assert.False(sessions.Begun(Self, "ada", Home));
    }

    [Fact]
    public void a_session_ends_with_the_longest_life_of_a_key()
    {
        LogIn("ada", Home, FactorKind.Totp);
        sessions.Begun(Self, "ada", Home);
        clock.Advance(TimeSpan.FromHours(10));

        Assert.Null(sessions.Of(Environment.ProcessId, Uid));
    }

    [Fact]
    public void what_is_erased_is_forgotten()
    {
        LogIn("ada", Home, FactorKind.Totp);
        sessions.Begun(Self, "ada", Home);
        LogIn("ada", Home, FactorKind.Totp);

        sessions.Forget("ada");

        Assert.Null(sessions.Of(Environment.ProcessId, Uid));
        Assert.False(sessions.Begun(Self, "ada", Home));
    }

    /// <summary>Only the rules make approvals: from a trusted network, or by a code of the named kind.</summary>
    private void LogIn(string user, IPAddress source, FactorKind? factor)
    {
        var attempt = new LoginAttempt(user, source, "here");
        var policy = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default));
        var now = clock.GetUtcNow();
        if (factor is null)
        {
            sessions.Decided(attempt, LoginRules.Begin(Person.Registered(user), attempt, policy with { Trusted = new TrustedNetworks([new IPNetwork(source, 32)]) }, now));
            return;
        }

        var key = new Rules.Factors.Totp.TotpKey(new byte[20], Rules.Factors.Totp.TotpAlgorithm.Sha1);
        var person = Person.Registered(user) with { Enrolments = Enrolments.None with { Totp = Rules.Factors.Totp.TotpEnrolment.New(key) } };
        sessions.Decided(attempt, LoginRules.Answer(person, attempt, 0, key.CodeAt(key.StepAt(now)), policy, now));
    }
}
