using Sallyport.Rules.Tests.Played;

namespace Sallyport.Bench.Attack.Attacks;

/// <summary>Thirty days of looking at the prompts of real names and of names that nobody has.</summary>
internal sealed class Watcher : IDrill
{
    private const int OfEach = 300;

    public string Name => "watcher";

    public string About => "looks at the prompts of 300 real and 300 other names every half hour for thirty days, then says which are real";

    public Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var names = new WatchedNames(OfEach, TimeSpan.FromMinutes(30), seed: 1);
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new("names told right, of 1", names.ShareTold(), Aim.AtMost(0.55)),
            new("names told right among those that show an skey line, of 1", names.ShareToldOfSheets(), Aim.None),
        ]);
    }
}
