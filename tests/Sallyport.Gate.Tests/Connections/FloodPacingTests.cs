using Sallyport.Gate.Connections;

namespace Sallyport.Gate.Tests.Connections;

public sealed class FloodPacingTests
{
    private const long Start = 1_000_003;

    private readonly FloodPacing pacing = new();

    [Fact]
    public void a_quiet_day_never_pauses()
    {
        for (var i = 0; i < 1000; i++)
            Assert.False(pacing.IsPauseWorthIt(refused: 1, Start + i));
    }

    [Fact]
    public void a_flood_pauses_while_each_turn_finds_several()
    {
        Assert.False(pacing.IsPauseWorthIt(FloodPacing.Thick - 1, Start));
        for (var i = 0; i < 100; i++)
            Assert.True(pacing.IsPauseWorthIt(FloodPacing.Thick, Start + i));
    }

    [Fact]
    public void clients_that_wait_for_each_answer_are_not_kept_waiting()
    {
        Assert.True(pacing.IsPauseWorthIt(FloodPacing.Thick, Start));
        var pauses = Enumerable.Range(0, 1000).Count(turn => pacing.IsPauseWorthIt(refused: 2, Start + (turn / 20)));
        Assert.Equal(0, pauses);
    }

    [Fact]
    public void a_turn_that_refuses_nobody_is_never_followed_by_a_pause()
    {
        Assert.True(pacing.IsPauseWorthIt(FloodPacing.Thick, Start));
        Assert.False(pacing.IsPauseWorthIt(refused: 0, Start));
    }

    [Fact]
    public void the_end_of_a_flood_ends_the_pauses()
    {
        Assert.True(pacing.IsPauseWorthIt(FloodPacing.Thick, Start));
        Assert.False(pacing.IsPauseWorthIt(refused: FloodPacing.LeastGain, Start + 1000));
        Assert.False(pacing.IsPauseWorthIt(refused: FloodPacing.LeastGain, Start + 1020));
    }
}
