using EndToEnd.Machine;
using EndToEnd.Outside;
using Sallyport.Authority.Tests;

namespace EndToEnd.Local;

/// <summary>A clock that ran ahead by days when somebody enrolled, and was set right since.</summary>
public sealed class CodesAheadTests
{
    [Fact]
    public async Task doctor_and_user_show_tell_whose_codes_do_not_count_yet()
    {
        var clock = SteppedClock.Running();
        await using var authority = await TestAuthority.StartAsync(clock, "off", "");
        clock.Step(TimeSpan.FromDays(3));
        await authority.EnrolTotpAsync("ahead");
        clock.Step(TimeSpan.FromDays(-3));

        var doctor = await SallyportCommand.RunAsync("doctor", "--config", authority.ConfigFile);

        Assert.Contains("no code of ahead is valid before ", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("user unlock ahead", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("no code is valid before ", await authority.AdministerAsync("user", "show", "ahead"), StringComparison.Ordinal);
    }
}
