using System.Net;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.DayKeys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Rules.Tests.DayKeys;

/// <summary>Who vouches for what, what it opens, and everything that ends it. The names are the attacks.</summary>
public sealed class DayKeyRulesTests
{
    /// <summary>09:12 in Berlin.</summary>
    private static readonly DateTimeOffset Morning = new(2031, 7, 14, 7, 12, 0, TimeSpan.Zero);

    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.7"), Abroad = IPAddress.Parse("203.0.113.9");

    private static readonly DayKeyPolicy Policy = new(
        TimeSpan.FromHours(10), null, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), true, SecondNetwork.Ask, [], ["sudo"], 2);

    private static readonly Account Ada = new Account.Known([]) { Name = "ada" };

    private static readonly Person Person = Person.Registered("ada") with
    {
        Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(new TotpKey(new byte[20], TotpAlgorithm.Sha1)) },
    };

    private static readonly FactorSession Session = new("ada", FactorKind.Totp, Morning, Home, 0);

    [Fact]
    public void a_key_opens_until_its_end_and_not_a_moment_longer()
    {
        var person = Vouched(Person);

        Assert.NotNull(Offered(person, Morning));
        Assert.NotNull(Offered(person, Morning.AddHours(10).AddTicks(-1)));
        Assert.Null(Offered(person, Morning.AddHours(10)));
    }

    [Fact]
    public void a_clock_that_is_set_back_opens_nothing() => Assert.Null(Offered(Vouched(Person), Morning.AddTicks(-1)));

    [Fact]
    public void a_key_that_nobody_vouched_for_opens_nothing() =>
        Assert.Null(DayKeyRules.Offered(Vouched(Person), Ada, Key(2), Policy, Morning));

    [Fact]
    public void its_life_counts_from_the_factor_and_not_from_the_vouching()
    {
        var late = Done(Person, Request(1), Session, Policy, Morning.AddHours(9)).DayKeys.Keys[0];

        Assert.Equal(Morning.AddHours(10), late.Until);
        Refused(Person, Request(1), Session, Policy, Morning.AddHours(10), "log in again");
    }

    [Theory]
    [InlineData("2h", null, 2)]
    [InlineData(null, "17:12", 8)]
    [InlineData("30h", null, 10)]
    [InlineData(null, "23:00", 10)]
    [InlineData("2h", "10:12", 1)]
    public void its_end_is_the_earliest_of_what_is_asked_and_what_is_allowed(string? length, string? until, int hours)
    {
        var request = Request(1) with
        {
            For = length is null ? null : TimeSpan.FromHours(int.Parse(length[..^1])),
            UntilTime = until is null ? null : TimeOnly.Parse(until),
        };

        Assert.Equal(Morning.AddHours(hours), Done(Person, request, Session, Policy, Morning).DayKeys.Keys[0].Until);
    }

    [Fact]
    public void the_site_ends_all_keys_in_the_evening() =>
        Assert.Equal(
            new DateTimeOffset(2031, 7, 14, 17, 0, 0, TimeSpan.Zero),
            Done(Person, Request(1), Session, Policy with { Latest = new TimeOnly(19, 0) }, Morning).DayKeys.Keys[0].Until);

    [Fact]
    public void only_a_session_of_the_same_person_with_a_factor_of_their_own_vouches()
    {
        Refused(Person, Request(1), null, Policy, Morning, "only a session");
        Refused(Person, Request(1), Session with { Person = "bob" }, Policy, Morning, "only a session");
        Refused(Person, Request(1), Session with { Factor = FactorKind.BypassCode }, Policy, Morning, "only a session");
        Refused(Person, Request(1), Session with { Factor = FactorKind.RecoveryCode }, Policy, Morning, "only a session");
        Refused(Person, Request(1), Session with { At = Morning.AddMinutes(1) }, Policy, Morning, "only a session");
    }

    [Fact]
    public void nothing_is_vouched_for_where_the_site_does_not_allow_it()
    {
        Refused(Person, Request(1), Session, DayKeyPolicy.Off, Morning, "no day keys");
        Refused(Person with { Standing = PersonStanding.Locked }, Request(1), Session, Policy, Morning, "does not allow");
        Refused(Person.Unregistered("ada"), Request(1), Session, Policy, Morning, "does not allow");
    }

    public static TheoryData<Account> Kept() =>
    [
        new Account.Known(["sudo"]) { Name = "ada" }, new Account.Known([]) { Name = "root" }, new Account.Known([]), new Account.Nobody(), new Account.Unanswered(),
    ];

    [Theory]
    [MemberData(nameof(Kept))]
    public void an_account_that_is_not_allowed_or_in_doubt_is_opened_by_no_key(Account account)
    {
        var person = Vouched(Person);

        Assert.Null(DayKeyRules.Offered(person, account, Key(1), Policy, Morning));
        Assert.False(DayKeyRules.Opened(person, account, Key(1), Home, "sskd", Policy, Morning).MayBegin);
        Assert.IsType<PersonChange.Refused>(DayKeyRules.Vouch(person, account, Request(2), Session, Policy, Morning));
    }

    [Fact]
    public void groups_limit_whose_keys_open()
    {
        var policy = Policy with { Groups = ["staff"] };

        Assert.Null(DayKeyRules.Offered(Vouched(Person), Ada, Key(1), policy, Morning));
        Assert.NotNull(DayKeyRules.Offered(Vouched(Person), new Account.Known(["staff"]) { Name = "ada" }, Key(1), policy, Morning));
        Assert.Null(DayKeyRules.Offered(Vouched(Person), new Account.Known(["staff", "sudo"]) { Name = "ada" }, Key(1), policy, Morning));
    }

    [Fact]
    public void keys_are_few_and_the_same_one_is_none_more()
    {
        var two = Done(Vouched(Person), Request(2), Session, Policy, Morning);

        Refused(two, Request(3), Session, Policy, Morning, "at most 2");
        Assert.Equal(2, Done(two, Request(2), Session, Policy, Morning).DayKeys.Keys.Length);
        var again = Session with { At = Morning.AddHours(11) };
        Assert.Single(Done(two, Request(3), again, Policy, again.At).DayKeys.Keys);
    }

    public static TheoryData<string, Func<Person, Person>> Ends() => new()
    {
        { "lock", person => Next(Enrolling.Lock(person, "root")) },
        { "lock and unlock", person => Next(Enrolling.Unlock(Next(Enrolling.Lock(person, "root")), "root", Morning)) },
        { "remove and register", person => Next(Enrolling.Register(Next(Enrolling.Remove(person, "root")), "root")) },
        { "factor removed", person => Next(Enrolling.RemoveTotp(person, "ada")) },
        { "factor replaced", person => Next(Enrolling.ImportTotp(person, TotpEnrolment.New(new TotpKey([.. Enumerable.Repeat((byte)9, 20)], TotpAlgorithm.Sha1)), Sallyport.Rules.Factors.Passcodes.RecoveryCodes.None, "root")) },
        { "sign-out everywhere", person => PortalRules.SignOutEverywhere(person, null).Next },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void what_ends_a_portal_session_ends_every_key_and_every_session_that_could_vouch(string what, Func<Person, Person> end)
    {
        Assert.NotEmpty(what);
        var after = end(Vouched(Person));

        Assert.Null(Offered(after, Morning));
        Assert.Empty(after.DayKeys.Keys);
        Assert.IsType<PersonChange.Refused>(DayKeyRules.Vouch(after, Ada, Request(1), Session, Policy, Morning));
    }

    [Fact]
    public void a_code_that_is_used_ends_no_key()
    {
        var person = Vouched(Person);
        var used = Person.Enrolments.Totp! with { LastStep = 77 };

        Assert.NotNull(Offered(person with { Enrolments = person.Enrolments.With(used) }, Morning));
    }

    [Fact]
    public void a_key_is_ended_by_its_fingerprint_or_a_beginning_that_fits_no_other()
    {
        var two = Done(Vouched(Person), Request(2), Session, Policy, Morning);

        Assert.IsType<PersonChange.Refused>(DayKeyRules.Revoke(two, "SHA256:", "ada"));
        Assert.IsType<PersonChange.Refused>(DayKeyRules.Revoke(two, "SHA256:nothing", "ada"));
        Assert.Equal(Key(2), Assert.Single(Next(DayKeyRules.Revoke(two, Key(1).Fingerprint[..20], "ada")).DayKeys.Keys).Key);
        Assert.Empty(Next(DayKeyRules.Revoke(two, null, "ada")).DayKeys.Keys);
    }

    [Fact]
    public void a_bound_key_opens_in_the_network_of_its_session_alone()
    {
        var person = Vouched(Person);

        Assert.Contains("from=\"192.0.2.0/24\"", Offered(person, Morning), StringComparison.Ordinal);
        Assert.True(Opened(person, Home, Policy).MayBegin);
        Assert.False(Opened(person, Abroad, Policy).MayBegin);
        Assert.False(Opened(person, null, Policy).MayBegin);
    }

    [Fact]
    public void the_first_network_that_uses_a_key_is_its_only_one()
    {
        var policy = Policy with { BoundToNetwork = false, SecondNetwork = SecondNetwork.Refuse };
        var used = Opened(Done(Person, Request(1), Session, policy, Morning), Abroad, policy);
        Assert.True(used.MayBegin);

        var copy = Opened(used.Next, Home, policy);
        Assert.False(copy.MayBegin);
        Assert.Equal(AuditKind.DayKeyRefused, copy.Events[0].Kind);
        Assert.Contains("It was also used from 192.0.2.0/24", Assert.Single(copy.Next.DayKeys.Notices(TimeZoneInfo.Utc, Morning)), StringComparison.Ordinal);
        Assert.True(Opened(copy.Next, Abroad, policy).MayBegin);
    }

    [Fact]
    public void a_network_that_the_person_disowned_is_refused()
    {
        var closed = Vouched(Person);
        closed = closed with { Budget = closed.Budget.Close(SourceNetwork.Of(Home), BudgetPolicy.Default, Morning) };

        Assert.False(Opened(closed, Home, Policy).MayBegin);
    }

    [Fact]
    public void a_use_is_audited_with_the_factor_and_the_key() => Assert.Equal(
        new AuditEvent(AuditKind.DayKeyUsed, "ada", Home, "sskd", Detail: $"second factor of 2031-07-14 07:12:00Z (Totp), reused by key {Key(1).Fingerprint}"),
        Assert.Single(Opened(Vouched(Person), Home, Policy).Events));

    [Theory]
    [InlineData(KeyPurpose.Anything, "", "expiry-time=\"20310714171200Z\",from=\"192.0.2.0/24\" ssh-ed25519 ")]
    [InlineData(KeyPurpose.Sftp, "", "expiry-time=\"20310714171200Z\",from=\"192.0.2.0/24\",restrict,command=\"internal-sftp\" ssh-ed25519 ")]
    [InlineData(KeyPurpose.Git, "", "expiry-time=\"20310714171200Z\",from=\"192.0.2.0/24\",restrict,command=\"git-shell -c \\\"$SSH_ORIGINAL_COMMAND\\\"\" ssh-ed25519 ")]
    [InlineData(KeyPurpose.Anything, "192.0.2.0/28", "expiry-time=\"20310714171200Z\",from=\"192.0.2.0/28\" ssh-ed25519 ")]
    [InlineData(KeyPurpose.Anything, "192.0.0.0/16", "expiry-time=\"20310714171200Z\",from=\"192.0.2.0/24\" ssh-ed25519 ")]
    public void sshd_is_told_everything_that_it_can_check_itself(KeyPurpose only, string from, string beginning)
    {
        var request = Request(1) with { Only = only, OnlyFrom = from.Length == 0 ? [] : [IPNetwork.Parse(from)] };

        Assert.StartsWith(beginning, Offered(Done(Person, request, Session, Policy, Morning), Morning), StringComparison.Ordinal);
    }

    [Fact]
    public void networks_that_have_nothing_in_common_are_refused() =>
        Refused(Person, Request(1) with { OnlyFrom = [IPNetwork.Parse("198.51.100.0/24"), IPNetwork.Parse("2001:db8::/32")] }, Session, Policy, Morning, "in none of the networks");

    [Fact]
    public void the_comment_never_reaches_sshd()
    {
        var person = Done(Person, Request(1) with { Comment = "cert-authority command=\"id\"" }, Session, Policy, Morning);

        Assert.DoesNotContain("cert-authority", Offered(person, Morning), StringComparison.Ordinal);
    }

    private static Person Vouched(Person person) => Done(person, Request(1), Session, Policy, Morning);

    private static string? Offered(Person person, DateTimeOffset now) => DayKeyRules.Offered(person, Ada, Key(1), Policy, now);

    private static KeySession Opened(Person person, IPAddress? source, DayKeyPolicy policy) =>
        DayKeyRules.Opened(person, Ada, Key(1), source, "sskd", policy, Morning);

    private static Person Done(Person person, VouchRequest request, FactorSession session, DayKeyPolicy policy, DateTimeOffset now) =>
        Next(DayKeyRules.Vouch(person, Ada, request, session, policy, now));

    private static void Refused(Person person, VouchRequest request, FactorSession? session, DayKeyPolicy policy, DateTimeOffset now, string why) =>
        Assert.Contains(why, Assert.IsType<PersonChange.Refused>(DayKeyRules.Vouch(person, Ada, request, session, policy, now)).Reason, StringComparison.Ordinal);

    private static Person Next(PersonChange change) => Assert.IsType<PersonChange.Done>(change).Next;

    private static VouchRequest Request(byte key) => new(Key(key), "laptop", null, null, [], KeyPurpose.Anything);

    private static PublicKey Key(byte number) => ((PublicKeyReading.Fit)PublicKeyLine.Of(
        "ssh-ed25519", Convert.ToBase64String([0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. Enumerable.Repeat(number, 32)]))).Key;
}
