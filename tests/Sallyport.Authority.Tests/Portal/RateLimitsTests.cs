using System.Buffers.Binary;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>A bucket for each, which fills again with time; a flood of names fills no memory.</summary>
public sealed class RateLimitsTests
{
    private const int Most = 120;

    private readonly TestClock clock = new();
    private readonly RateLimits limits;

    public RateLimitsTests() => limits = new(clock);

    [Fact]
    public void a_bucket_is_emptied_and_fills_again_one_in_half_a_second()
    {
        Assert.Equal(Most, Taken(Device(1)));
        clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(limits.Allow(Device(1)));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(limits.Allow(Device(1)));
        Assert.False(limits.Allow(Device(1)));
    }

    [Fact]
    public void a_bucket_never_holds_more_than_it_can()
    {
        Assert.True(limits.Allow(Device(1)));
        clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(Most, Taken(Device(1)));
    }

    [Fact]
    public void one_that_sends_too_much_takes_nothing_from_another()
    {
        Taken(Device(1));
        Assert.Equal(Most, Taken(Device(2)));
    }

    [Fact]
    public void a_clock_that_is_set_back_gives_and_takes_nothing()
    {
        Taken(Device(1));
        clock.StepWallClock(TimeSpan.FromDays(-3));
        Assert.False(limits.Allow(Device(1)));
        clock.StepWallClock(TimeSpan.FromDays(6));
        Assert.False(limits.Allow(Device(1)));
    }

    [Fact]
    public void a_flood_of_names_pushes_out_full_buckets_before_an_empty_one()
    {
        Taken(Device(0));
        for (var i = 1; i < 16 * 1024; i++)
            Assert.True(limits.Allow(Device(i)));
        // The flood's buckets are full again; the empty one has thirty-odd.
        clock.Advance(TimeSpan.FromSeconds(16));
        Assert.True(limits.Allow(Device(-1)));
        Assert.Equal(32, Taken(Device(0)));
    }

    private int Taken(DeviceId device)
    {
        var taken = 0;
        while (limits.Allow(device))
            taken++;
        return taken;
    }

    private static DeviceId Device(int number)
    {
        Span<byte> random = stackalloc byte[DeviceId.RandomBytes];
        random.Clear();
        BinaryPrimitives.WriteInt32BigEndian(random, number);
        return DeviceId.New(random);
    }
}
