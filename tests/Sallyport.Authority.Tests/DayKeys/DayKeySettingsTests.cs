using Sallyport.Authority.Configuration;
using Sallyport.Rules.DayKeys;
using Sallyport.Settings;

namespace Sallyport.Authority.Tests.DayKeys;

public sealed class DayKeySettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[day-keys]\nlatest = 19:00\ngroups = staff\n")]
    public void without_a_longest_life_no_key_opens_anything(string text) => Assert.False(Read(text).Options.Policy.IsOn);

    [Fact]
    public void administrators_are_kept_out_unless_the_groups_are_named()
    {
        Assert.Equal(["sudo", "wheel", "adm", "admin", "sallyport-admin"], Read("[day-keys]\nlongest-life = 10h\n").Options.Policy.NotGroups);
        Assert.Equal(["guests"], Read("[day-keys]\nlongest-life = 10h\nnot-groups = guests\n").Options.Policy.NotGroups);
    }

    [Fact]
    public void everything_is_read()
    {
        var (options, faults) = Read(
            "[day-keys]\nlongest-life = 12h\nlatest = 19:30\nbound-to-network = off\nsecond-network = refuse\ngroups = staff students\nmost-keys = 2\nasking-user = keys\n");
        var policy = options.Policy;

        Assert.Empty(faults);
        Assert.Equal("keys", options.AskingUser);
        Assert.Equal((TimeSpan.FromHours(12), new TimeOnly(19, 30), false, SecondNetwork.Refuse, 2), (policy.Life, policy.Latest, policy.BoundToNetwork, policy.SecondNetwork, policy.Most));
        Assert.Equal(["staff", "students"], policy.Groups);
    }

    [Theory]
    [InlineData("longest-life = 2d")]
    [InlineData("longest-life = for ever")]
    [InlineData("longest-life = 10h\nlatest = 7pm")]
    [InlineData("longest-life = 10h\nsecond-network = allow")]
    [InlineData("longest-life = 10h\nmost-keys = 10000")]
    public void what_is_wrong_is_reported(string lines) => Assert.NotEmpty(Read("[day-keys]\n" + lines + "\n").Faults);

    private static (DayKeyOptions Options, IReadOnlyList<SettingsFault> Faults) Read(string text)
    {
        var (options, faults) = AuthoritySettings.Read(SettingsFile.Parse("test.conf", text));
        return (options.DayKeys, faults);
    }
}
