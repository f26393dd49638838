using Sallyport.Rules.Tests.Played;

namespace Sallyport.Bench.Attack.Attacks;

/// <summary>A year of guessing at 1,000 names from 100,000 sources, and from a neighbour in each person's own network.</summary>
internal sealed class Guessing : IDrill
{
    private const int Names = 1000;
    private const int Sources = 100_000;

    public string Name => "guessing";

    public string About => "guesses at 1,000 names for a year, from 100,000 sources and from each person's own network";

    public Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var year = new GuessingYear(Sources, TimeSpan.FromDays(365), seed: 20261127);
        var names = new GuessedName[Names];
        Parallel.For(0, Names, new ParallelOptions { CancellationToken = cancel }, i => names[i] = year.Play($"{i}"));

        var bots = names.Max(n => n.FromBots);
        var neighbour = names.Max(n => n.FromNeighbour);
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new("codes of the botnet looked at for one name, at most", bots, Aim.Under(1000)),
            new("codes of a neighbour looked at for one name, at most", neighbour, Aim.Under(850)),
            new("chance for one name in the year, % (botnet)", 100 * GuessedName.Odds(bots), Aim.Under(1)),
            new("chance for one name in the year, % (botnet and neighbour)", 100 * GuessedName.Odds(bots + neighbour), Aim.Under(1)),
            new("names of 1,000 that were guessed", names.Count(n => n.Taken > 0), Aim.AtMost(20)),
            new("logins with an app's code that got in beside the neighbour, %", 100.0 * names.Sum(n => n.OwnLogins) / names.Sum(n => n.OwnLogins + n.OwnLockouts), Aim.None),
        ]);
    }
}
