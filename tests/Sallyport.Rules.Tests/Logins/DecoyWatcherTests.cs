using Sallyport.Rules.Tests.Played;

namespace Sallyport.Rules.Tests.Logins;

/// <summary>Thirty days of looking at prompts; <c>bench/run attack watcher</c> looks at more names, and more often.</summary>
public sealed class DecoyWatcherTests
{
    private static readonly int[] Sites = [1, 2, 3];

    [Fact]
    public void Whoever_watches_names_for_thirty_days_tells_real_ones_no_better_than_by_chance() =>
        Assert.InRange(Sites.Average(site => new WatchedNames(100, TimeSpan.FromHours(3), site).ShareTold()), 0, 0.55);
}
