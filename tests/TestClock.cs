using Microsoft.Extensions.Time.Testing;

namespace Sallyport.Tests;

/// <summary>A clock that moves, with its timers, only when a test says so. It starts at an odd time, so that nothing passes by luck.</summary>
internal sealed class TestClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long setByTicks;

    public TestClock()
        : this(new DateTimeOffset(2031, 7, 13, 3, 17, 41, 123, TimeSpan.Zero))
    {
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref setByTicks));

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    /// <summary>Turns the clock, a step at a time, until something has ended.</summary>
    public async Task TurnUntilAsync(Task end, TimeSpan step)
    {
        while (await Task.WhenAny(end, Task.Delay(1)) != end)
            Advance(step);
        await end;
    }

    /// <summary>Sets the wall clock, as an administrator does: no time passes, and no timer fires.</summary>
    public void StepWallClock(TimeSpan by) => Interlocked.Add(ref setByTicks, by.Ticks);
}
