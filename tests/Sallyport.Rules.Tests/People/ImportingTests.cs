using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.People;

public sealed class ImportingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 29, 1, 59, 47, TimeSpan.Zero);
    private static readonly TotpKey Key = new("12345678901234567890"u8);
    private static readonly TotpKey Other = new("another key of 160 b"u8);
    private static readonly SkeySequence Sheet = new(SkeyAlgorithm.Md5, SkeySeed.Parse("do12345")!, 40, SkeyHash.FromBytes(new byte[8]));
    private static readonly PasscodeHash Code = PasscodeHash.Of("12345678", new byte[16]);

    [Fact]
    public void A_new_name_is_registered_with_everything_in_one_change()
    {
        var done = Taken(Person.Unregistered("alice"), new(TotpEnrolment.New(Key), Sheet, new([Code]), "pam_oath"));
        Assert.Equal(PersonStanding.Registered, done.Next.Standing);
        Assert.Equal(Key, done.Next.Enrolments.Totp!.Key);
        Assert.Equal(Sheet, done.Next.Enrolments.Skey);
        Assert.Single(done.Next.Enrolments.RecoveryCodes.Left);
        Assert.Equal([AuditKind.PersonAdded, AuditKind.TotpEnrolled, AuditKind.SkeySheetIssued], done.Events.Select(e => e.Kind));
        Assert.Equal("imported from pam_oath", done.Events[1].Detail);
    }

    [Fact]
    public void Where_nobody_knows_which_codes_were_used_none_shown_by_now_counts()
    {
        var totp = Taken(Person.Unregistered("alice"), Of(Key)).Next.Enrolments.Totp!;
        foreach (var step in Enumerable.Range(-1, 3))
            Assert.Null(totp.Use(Key.CodeAt(Key.StepAt(Now) + step), Now));
        var later = Now + Key.Period;
        Assert.NotNull(totp.Use(Key.CodeAt(Key.StepAt(later) + 1), later));
    }

    [Fact]
    public void A_step_that_was_used_there_stays_used_and_the_next_counts_at_once()
    {
        var used = Key.StepAt(Now) - 1;
        var totp = Taken(Person.Unregistered("alice"), Of(Key, used)).Next.Enrolments.Totp!;
        Assert.Null(totp.Use(Key.CodeAt(used), Now));
        Assert.NotNull(totp.Use(Key.CodeAt(used + 1), Now));
    }

    [Fact]
    public void A_last_step_in_the_future_is_brought_back_to_now() =>
        Assert.Equal(Key.StepAt(Now), Taken(Person.Unregistered("alice"), Of(Key, Key.StepAt(Now) + 1_000_000)).Next.Enrolments.Totp!.LastStep);

    [Fact]
    public void A_code_used_before_the_key_was_removed_stays_used_when_it_comes_again()
    {
        var used = Key.StepAt(Now) + 1;
        var had = Taken(Person.Unregistered("alice"), Of(Key, used)).Next;
        var without = Assert.IsType<PersonChange.Done>(Enrolling.RemoveTotp(had, "root")).Next;
        Assert.Equal(used, Taken(without, Of(Key, used - 5)).Next.Enrolments.Totp!.LastStep);
    }

    [Fact]
    public void A_factor_of_the_same_kind_gives_way_only_where_it_is_asked_for()
    {
        var alice = Taken(Person.Unregistered("alice"), new(TotpEnrolment.New(Key), Sheet, new([Code]), "x")).Next;
        Assert.Contains("already has this app", Refused(alice, Of(Key), ImportConsent.Replace), StringComparison.Ordinal);
        Assert.Contains("--replace", Refused(alice, Of(Other)), StringComparison.Ordinal);
        var sheet = Sheet with { Seed = SkeySeed.Parse("other1")! };
        Assert.Contains("--replace", Refused(alice, new(null, sheet, RecoveryCodes.None, "x")), StringComparison.Ordinal);
        Assert.Equal(Other, Taken(alice, Of(Other), ImportConsent.Replace).Next.Enrolments.Totp!.Key);
    }

    [Fact]
    public void Recovery_codes_that_a_person_has_stay()
    {
        var alice = Person.Registered("alice") is var person ? person with { Enrolments = person.Enrolments with { RecoveryCodes = new([Code]) } } : null!;
        var imported = new ImportedFactors(TotpEnrolment.New(Key), null, new([PasscodeHash.Of("87654321", new byte[16])]), "x");
        Assert.Equal(Code, Assert.Single(Taken(alice, imported).Next.Enrolments.RecoveryCodes.Left));
    }

    [Fact]
    public void A_key_of_80_bits_is_taken_only_where_it_is_asked_for_and_the_audit_says_so()
    {
        var weak = Of(new TotpKey(new byte[10]));
        Assert.Contains("--weak", Refused(Person.Unregistered("alice"), weak), StringComparison.Ordinal);
        Assert.Contains("weak key of 80 bits", Taken(Person.Unregistered("alice"), weak, ImportConsent.Weak).Events[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_taken_where_the_sheet_cannot_be()
    {
        var had = Taken(Person.Unregistered("alice"), new(null, Sheet, RecoveryCodes.None, "x")).Next;
        var without = Assert.IsType<PersonChange.Done>(Enrolling.RemoveSkey(had, "root")).Next;
        Assert.Contains("new seed", Refused(without, new(TotpEnrolment.New(Key), Sheet, RecoveryCodes.None, "x")), StringComparison.Ordinal);
        Assert.Contains("no factor", Refused(without, new(null, null, RecoveryCodes.None, "x")), StringComparison.Ordinal);
    }

    private static ImportedFactors Of(TotpKey key, long lastStep = -1) => new(TotpEnrolment.New(key) with { LastStep = lastStep }, null, RecoveryCodes.None, "x");

    private static PersonChange.Done Taken(Person person, ImportedFactors factors, ImportConsent consent = ImportConsent.None) =>
        Assert.IsType<PersonChange.Done>(Importing.Take(person, factors, consent, "root", Now));

    private static string Refused(Person person, ImportedFactors factors, ImportConsent consent = ImportConsent.None) =>
        Assert.IsType<PersonChange.Refused>(Importing.Take(person, factors, consent, "root", Now)).Reason;
}
