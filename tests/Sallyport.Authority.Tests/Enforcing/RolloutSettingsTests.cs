using Sallyport.Authority.Configuration;
using Sallyport.Rules.Enforcing;
using Sallyport.Settings;

namespace Sallyport.Authority.Tests.Enforcing;

public sealed class RolloutSettingsTests
{
    [Fact]
    public void without_a_section_a_factor_is_demanded_of_everybody()
    {
        var (rollout, faults) = Read(string.Empty);

        Assert.Empty(faults);
        Assert.Equal(Rollout.Complete, rollout);
        Assert.True(rollout.IsCompleteOn(DateOnly.MinValue));
    }

    [Fact]
    public void days_groups_and_the_share_are_read()
    {
        var (rollout, faults) = Read(
            "[rollout]\nenforce = 2027-02-01\nasked-of-256 = 200\n[rollout-group staff]\nenforce = 2027-01-10\n[rollout-group root-users]\nenforce = now\n");

        Assert.Empty(faults);
        Assert.Equal((new DateOnly(2027, 2, 1), 200), (rollout.Everybody, rollout.AskedOf256));
        Assert.Equal([new GroupRollout("staff", new DateOnly(2027, 1, 10)), new GroupRollout("root-users", DateOnly.MinValue)], rollout.Groups);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("enrol-at-login = off\n", false)]
    [InlineData("enrol-at-login = on\n", true)]
    public void enrolment_at_the_login_is_off_unless_the_site_turns_it_on(string line, bool expected) =>
        Assert.Equal(expected, Read("[rollout]\n" + line).Rollout.EnrolsAtLogin);

    [Fact]
    public void never_sets_no_day() => Assert.Null(Read("[rollout]\nenforce = never\n").Rollout.Everybody);

    [Theory]
    [InlineData("[rollout]\nenforce = tomorrow\n")]
    [InlineData("[rollout]\nenrol-at-login = required\n")]
    [InlineData("[rollout]\nenforce = 2027-2-1\n")]
    [InlineData("[rollout]\nenforce = 2027-02-30\n")]
    [InlineData("[rollout]\nasked-of-256 = 257\n")]
    [InlineData("[rollout-group staff]\n")]
    [InlineData("[rollout-group staff]\nenforce = never\n")]
    [InlineData("[rollout-group staff]\nenforce = soon\n")]
    public void what_cannot_be_read_is_a_fault_and_demands_a_factor(string text)
    {
        var (rollout, faults) = Read(text);

        Assert.Single(faults);
        Assert.True(rollout.IsCompleteOn(DateOnly.MinValue));
    }

    private static (Rollout Rollout, IReadOnlyList<SettingsFault> Faults) Read(string text)
    {
        var (options, faults) = AuthoritySettings.Read(SettingsFile.Parse("test", text));
        return (options.Rollout, faults);
    }
}
