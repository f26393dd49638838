using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Tests.Radius;

public sealed class FairQueueTests
{
    private readonly FairQueue<string> queue = new(mostOfClient: 6, mostOfName: 4);

    [Fact]
    public void what_comes_behind_a_flood_of_a_name_or_a_client_is_handed_out_after_one_of_it()
    {
        foreach (var number in Enumerable.Range(0, 4))
            Assert.True(queue.TryAdd("here", "mallory", $"flood {number}"));
        Assert.True(queue.TryAdd("here", "alice", "alice"));
        Assert.True(queue.TryAdd("gateway", "bob", "bob"));

        Assert.Equal(["flood 0", "bob", "alice", "flood 1", "flood 2", "flood 3"], TakeAll());
    }

    [Fact]
    public void a_flood_sheds_its_own()
    {
        Assert.False(queue.IsFull("here", "mallory"));
        Assert.Equal(4, Enumerable.Range(0, 10).Count(_ => queue.TryAdd("here", "mallory", "flood")));
        Assert.True(queue.IsFull("here", "mallory"));
        Assert.False(queue.IsFull("here", "alice"));
        Assert.Equal(2, Enumerable.Range(0, 10).Count(number => queue.TryAdd("here", $"name{number}", "flood")));
        Assert.True(queue.IsFull("here", "alice"));
        Assert.False(queue.IsFull("gateway", "bob"));
        Assert.True(queue.TryAdd("gateway", "bob", "bob"));
        Assert.Equal(7, TakeAll().Count);
        Assert.True(queue.IsEmpty);
        Assert.True(queue.TryAdd("here", "alice", "alice"));
        Assert.Equal(["alice"], TakeAll());
    }

    private List<string> TakeAll()
    {
        var taken = new List<string>();
        while (queue.TryTake(out var item))
            taken.Add(item);
        return taken;
    }
}
