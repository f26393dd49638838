using System.Collections.Immutable;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Rules.Tests.Enforcing;

public sealed class RolloutTests
{
    private static readonly Decoy Decoy = new(new byte[32], DecoyMix.Default);

    /// <summary>The first day of everybody, of staff and of physics; the name's groups; today; whether a factor is demanded.</summary>
    public static TheoryData<string?, string?, string?, string[], string, bool> Days => new()
    {
        { "0001-01-01", null, null, [], "2027-02-01", true },
        { null, null, null, [], "2099-01-01", false },
        { "2027-02-01", null, null, [], "2027-01-31", false },
        { "2027-02-01", null, null, [], "2027-02-01", true },
        { null, "2027-01-10", null, ["staff"], "2027-01-09", false },
        { null, "2027-01-10", null, ["staff"], "2027-01-10", true },
        { null, "2027-01-10", null, ["students"], "2027-01-10", false },
        { null, "2027-03-01", "2027-01-10", ["staff", "physics"], "2027-01-10", true },
        { "2027-01-05", "2027-03-01", null, ["staff"], "2027-01-05", true },
        { "2027-02-01", "2027-01-10", null, [], "2027-01-10", false },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public void the_earliest_day_that_concerns_a_name_counts(string? everybody, string? staff, string? physics, string[] groups, string today, bool demanded)
    {
        var rollout = new Rollout(Day(everybody), [.. Group("staff", staff), .. Group("physics", physics)], 128);

        var enforcement = rollout.Of("ada", new Account.Known([.. groups]), Decoy, Day(today)!.Value);

        Assert.Equal(demanded, enforcement is Enforcement.Now);
    }

    [Fact]
    public void a_name_service_that_does_not_answer_means_that_a_factor_is_demanded() =>
        Assert.IsType<Enforcement.Now>(ReportOnly(0).Of("ada", new Account.Unanswered(), Decoy, new DateOnly(2027, 1, 1)));

    [Fact]
    public void somebody_is_told_from_when_on_a_factor_is_needed()
    {
        var rollout = new Rollout(new DateOnly(2027, 2, 1), [], 128);

        var enforcement = rollout.Of("ada", new Account.Known([]), Decoy, new DateOnly(2027, 1, 1));

        Assert.Contains("2027-02-01", Assert.IsType<Enforcement.NotYet>(enforcement).Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void nobody_is_told_anything() =>
        Assert.Null(Assert.IsType<Enforcement.NotYet>(ReportOnly(0).Of("nobody", new Account.Nobody(), Decoy, new DateOnly(2027, 1, 1))).Notice);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(128, 440, 560)]
    [InlineData(256, 1000, 1000)]
    public void of_names_that_are_nobodys_a_share_is_asked_as_enrolled_people_are(int of256, int least, int most) =>
        Assert.InRange(Enumerable.Range(0, 1000).Count(i => IsAsked($"nobody{i}", of256)), least, most);

    [Fact]
    public void a_name_that_is_asked_stays_so_while_the_share_grows()
    {
        for (var i = 0; i < 200; i++)
            Assert.True(!IsAsked($"nobody{i}", 64) || IsAsked($"nobody{i}", 128));
    }

    private static bool IsAsked(string name, int of256) =>
        ReportOnly(of256).Of(name, new Account.Nobody(), Decoy, new DateOnly(2027, 1, 1)) is Enforcement.Now;

    private static Rollout ReportOnly(int askedOf256) => new(null, ImmutableArray<GroupRollout>.Empty, askedOf256);

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");

    private static GroupRollout[] Group(string name, string? from) => Day(from) is { } day ? [new GroupRollout(name, day)] : [];
}
