using System.Globalization;
using RadiusBench.Loading;
using RadiusBench.Serving;

namespace RadiusBench;

/// <summary>Server processes under load, beside what the disk does alone.</summary>
internal static class Curve
{
    private const int ConversationsOfSizes = 16;

    /// <summary>The compiler needs many logins before a build is as fast as it gets.</summary>
    private const int WarmUps = 4;

    private static readonly int[] AtOnce = [1, 2, 4, 8, 16, 32, 64];
    private static readonly int[] Sizes = [100, 10_000, 100_000, 1_000_000];

    /// <summary>More and more conversations at once.</summary>
    public static async Task<int> OfConversationsAsync(string what, int users, TimeSpan each)
    {
        Disk();
        await using var served = await Served.StartAsync(what, users);
        var people = new People(users);
        Measure(served, people, 8, each, "warm-up");
        foreach (var atOnce in AtOnce)
            Measure(served, people, atOnce, each, string.Empty);
        return 0;
    }

    /// <summary>More and more people, 16 conversations at once. Each has two codes at first, so a small number's trial is short.</summary>
    public static async Task<int> OfSizesAsync(string what, TimeSpan each)
    {
        Disk();
        foreach (var users in Sizes)
        {
            await using var served = await Served.StartAsync(what, users);
            var people = new People(users);
            var halfOfTheSmallest = Sizes[0];
            Measure(served, people, ConversationsOfSizes, each, "warm-up", halfOfTheSmallest);
            Measure(served, people, ConversationsOfSizes, each, $"{users} people");
        }

        return 0;
    }

    /// <summary>Two builds beside each other, by turns; a ratio is that of two trials of one round.</summary>
    public static async Task<int> OfTurnsAsync(string before, string after, int users, TimeSpan each, int rounds)
    {
        await using var first = await Served.StartAsync(before, users);
        await using var second = await Served.StartAsync(after, users);
        (Served Served, People People, string What)[] both = [(first, new People(users), "before"), (second, new People(users), "after")];
        foreach (var (served, people, what) in both)
            Measure(served, people, ConversationsOfSizes, WarmUps * each, $"{what}, warm-up");

        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            // Whoever is first changes with each round.
            var speed = new double[both.Length];
            foreach (var turn in round % 2 == 0 ? [0, 1] : (int[])[1, 0])
                speed[turn] = Measure(both[turn].Served, both[turn].People, ConversationsOfSizes, each, both[turn].What).PerSecond;
            ratios.Add(speed[1] / speed[0]);
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after / before: median {ratios[rounds / 2]:F3} ({ratios[0]:F3} to {ratios[^1]:F3})"));
        return 0;
    }

    private static void Disk() => Console.WriteLine($"raw fdatasync of 4 KiB appends: {DiskSyncs.PerSecond(TimeSpan.FromSeconds(1)):F0} a second");

    private static Measured Measure(Served served, People people, int atOnce, TimeSpan each, string what, int most = int.MaxValue)
    {
        served.Process.Refresh();
        var cpu = served.Process.TotalProcessorTime;
        var measured = Load.Run(served.EndPoint, people, atOnce, each, most);
        served.Process.Refresh();
        var perLogin = (served.Process.TotalProcessorTime - cpu).TotalMicroseconds / measured.Logins;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{measured}   server {perLogin:F0} us CPU a login, {served.Process.WorkingSet64 >> 20} MB   {what}"));
        return measured;
    }
}
