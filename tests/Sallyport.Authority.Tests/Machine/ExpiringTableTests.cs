using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Tests.Machine;

public sealed class ExpiringTableTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    private readonly TestClock clock = new();

    [Fact]
    public void An_entry_is_found_until_its_end_and_not_at_it()
    {
        var table = Table();
        Assert.True(table.TryAdd("ada", 1));

        clock.Advance(Life - TimeSpan.FromTicks(1));
        Assert.True(table.TryGet("ada", out var value));
        Assert.Equal(1, value);
        Assert.False(table.IsEmpty);

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(table.TryGet("ada", out _));
        Assert.False(table.Remove("ada", out _));
        Assert.True(table.IsEmpty);
    }

    [Fact]
    public void A_change_does_not_put_the_end_off()
    {
        var table = Table();
        table.AddOrUpdate("ada", 1, n => n + 1);
        clock.Advance(Life / 2);
        table.AddOrUpdate("ada", 1, n => n + 1);
        Assert.True(table.TryGet("ada", out var value));
        Assert.Equal(2, value);

        clock.Advance(Life / 2);
        Assert.False(table.TryGet("ada", out _));

        table.AddOrUpdate("ada", 1, n => n + 1);
        Assert.True(table.TryGet("ada", out value));
        Assert.Equal(1, value);
    }

    [Fact]
    public void A_key_is_added_once_and_taken_out_once()
    {
        var table = Table();
        Assert.True(table.TryAdd("ada", 1));
        Assert.False(table.TryAdd("ada", 2));
        Assert.True(table.Remove("ada", out var value));
        Assert.Equal(1, value);
        Assert.False(table.Remove("ada", out _));
    }

    [Fact]
    public void What_was_taken_out_and_came_again_has_a_life_of_its_own()
    {
        var table = Table();
        table.TryAdd("ada", 1);
        clock.Advance(Life / 2);
        table.Remove("ada");
        table.TryAdd("ada", 2);

        clock.Advance(Life / 2);
        table.TryAdd("bob", 3);

        Assert.True(table.TryGet("ada", out var value));
        Assert.Equal(2, value);
    }

    [Fact]
    public void A_full_table_forgets_the_oldest()
    {
        var table = Table();
        foreach (var name in (string[])["ada", "bob", "eve", "joe"])
            Assert.True(table.TryAdd(name, 0));

        Assert.False(table.TryGet("ada", out _));
        Assert.True(table.TryGet("bob", out _));
    }

    [Fact]
    public void A_full_table_that_forgets_nothing_refuses_until_the_oldest_ends()
    {
        var table = new ExpiringTable<string, int>(3, Life, clock, WhenFull.RefuseNew, StringComparer.Ordinal);
        foreach (var name in (string[])["ada", "bob", "eve"])
            Assert.True(table.TryAdd(name, 0));

        Assert.False(table.TryAdd("joe", 0));
        Assert.True(table.TryGet("ada", out _));

        clock.Advance(Life);
        Assert.True(table.TryAdd("joe", 0));
    }

    [Fact]
    public void An_entry_may_have_a_life_of_its_own()
    {
        var table = Table();
        table.TryAdd("long", 1, Life * 2);
        table.TryAdd("short", 2, Life / 2);

        clock.Advance(Life);
        Assert.True(table.TryGet("long", out _));
        Assert.False(table.TryGet("short", out _));
    }

    private ExpiringTable<string, int> Table() => new(3, Life, clock, comparer: StringComparer.Ordinal);
}
