using System.Net;
using SshWith2fa.Platform;
using SshWith2fa.Routes;

namespace SshWith2fa.Tests.Routes;

public sealed class LocationProbeTests : IDisposable
{
    private static readonly string Key = PlayedInputs.Profile.HostKeys[0].Key;
    private readonly Scratch scratch = new();
    private readonly PlayedPlatform platform = new();
    private readonly TestClock clock = SydneyClock.New();

    public void Dispose() => scratch.Dispose();

    private NetworkLocation Find() => new LocationProbe(PlayedInputs.Profile, scratch.Paths, platform, clock).Find();

    [Theory]
    [InlineData("198.51.100.7", false)]
    [InlineData("192.0.2.7", true)]
    [InlineData("2001:db8:77::5", true)]
    [InlineData("2001:db8:78::5", false)]
    public void Only_an_address_of_the_site_makes_it_ask_for_the_host_key(string address, bool asks)
    {
        platform.Addresses.Add(IPAddress.Parse(address));
        platform.OnCapture = (_, _) => new CapturedRun(0, "dora.maths.example " + Key + "\n", "");
        Assert.Equal(asks ? NetworkLocation.Inside : NetworkLocation.Outside, Find());
        Assert.Equal(asks ? 1 : 0, platform.Ran.Count);
    }

    public static TheoryData<string, string?> Answers { get; } = new()
    {
        { "no answer in time", null },
        { "an empty answer", "" },
        { "another host's key", "dora.maths.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_network_that_only_looks_like_the_site_is_outside(string answer, string? output)
    {
        Assert.NotEmpty(answer);
        platform.Addresses.Add(IPAddress.Parse("192.0.2.7"));
        platform.OnCapture = (_, _) => output is null ? null : new CapturedRun(0, output, "");
        Assert.Equal(NetworkLocation.Outside, Find());
    }

    [Fact]
    public void No_answer_in_time_holds_for_a_few_seconds_only()
    {
        platform.Addresses.Add(IPAddress.Parse("192.0.2.7"));
        Assert.Equal(NetworkLocation.Outside, Find());
        platform.OnCapture = (_, _) => new CapturedRun(0, Key, "");
        clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(NetworkLocation.Outside, Find());
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(NetworkLocation.Inside, Find());
    }

    [Fact]
    public void An_answer_holds_for_five_minutes_on_the_same_network_only()
    {
        platform.Addresses.Add(IPAddress.Parse("192.0.2.7"));
        platform.OnCapture = (_, _) => new CapturedRun(0, Key, "");
        Assert.Equal(NetworkLocation.Inside, Find());
        clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(NetworkLocation.Inside, Find());
        Assert.Single(platform.Ran);
        clock.Advance(TimeSpan.FromMinutes(0.2));
        Find();
        Assert.Equal(2, platform.Ran.Count);
        platform.Addresses[0] = IPAddress.Parse("192.0.2.8");
        Find();
        Assert.Equal(3, platform.Ran.Count);
        clock.StepWallClock(TimeSpan.FromDays(-1));
        Find();
        Assert.Equal(4, platform.Ran.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("192.0.2.7\n99999999999999\ninside\n")]
    [InlineData("192.0.2.7\nsoon\ninside\n")]
    public void A_spoilt_memory_counts_as_none(string text)
    {
        platform.Addresses.Add(IPAddress.Parse("192.0.2.7"));
        scratch.Write("run/where", text);
        Assert.Equal(NetworkLocation.Outside, Find());
        Assert.Single(platform.Ran);
    }
}
