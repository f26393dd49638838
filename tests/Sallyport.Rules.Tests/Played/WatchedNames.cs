using System.Globalization;
using System.Net;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Played;

/// <summary>
/// Real names and names that nobody has, whose prompts are looked at for thirty days. The real ones are people of a model of its own: they
/// come on most working days and seldom at the weekend, at hours of their own, are ill or away at times, get a new sheet when the old one is
/// nearly used up; some enrol in these days. What is seen of a name becomes numbers, and a classifier (the majority of the 15 nearest other
/// names whose kind is known to it) says whether a name is real.
/// </summary>
public sealed class WatchedNames(int ofEach, TimeSpan every, int seed)
{
    private const int Days = 30;
    private const int Neighbours = 15;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 11, TimeSpan.Zero);
    private static readonly IPAddress Watcher = new([203, 0, 113, 5]);

    private readonly LoginPolicy policy = LoginPolicy.Default(new Decoy([.. Enumerable.Range(seed, 32).Select(i => (byte)i)], DecoyMix.Default));

    /// <summary>Of all names, the share that the classifier tells right.</summary>
    public double ShareTold() => Told(Watch(skeyOnly: false));

    /// <summary>The same among names that show an skey line on the first day, whose lines can be watched.</summary>
    public double ShareToldOfSheets() => Told(Watch(skeyOnly: true));

    private List<Watched> Watch(bool skeyOnly)
    {
        var names = new List<Watched>();
        for (var i = 0; names.Count(n => !n.IsReal) < ofEach; i++)
        {
            var name = $"nobody{i}";
            if (!skeyOnly || PromptOf(Person.Unregistered(name), Start).Expected == FactorKind.Skey)
                names.Add(new Watched(IsReal: false, Look(_ => Person.Unregistered(name))));
        }

        for (var i = 0; i < ofEach; i++)
        {
            var name = $"person{i}";
            var life = new RealLife(name, new Random(HashCode.Combine(seed) ^ i), skeyOnly);
            names.Add(new Watched(IsReal: true, Look(life.At)));
        }

        return names;
    }

    private double[] Look(Func<DateTimeOffset, Person> at)
    {
        var seen = new Sightings();
        for (var now = Start; now < Start.AddDays(Days); now += every)
            seen.Add(now, PromptOf(at(now), now));
        return seen.Numbers();
    }

    private Prompt PromptOf(Person person, DateTimeOffset now) =>
        ((LoginDecision.Ask)LoginRules.Begin(person, new LoginAttempt(person.Name, Watcher, "door"), policy, now)).Prompt;

    private static double Told(List<Watched> names)
    {
        var columns = names[0].Numbers.Length;
        var spread = Enumerable.Range(0, columns).Select(c =>
        {
            var mean = names.Average(n => n.Numbers[c]);
            return Math.Sqrt(names.Average(n => Math.Pow(n.Numbers[c] - mean, 2))) + 1e-9;
        }).ToArray();
        var right = 0.0;
        foreach (var name in names)
        {
            // Names that look exactly alike are told by chance.
            var near = names.Where(other => other != name)
                .Select(other => (other.IsReal, Far: Enumerable.Range(0, columns).Sum(c => Math.Pow((other.Numbers[c] - name.Numbers[c]) / spread[c], 2))))
                .OrderBy(other => other.Far)
                .ToList();
            var farthest = near[Neighbours - 1].Far;
            var (closer, level) = (near.Where(n => n.Far < farthest).ToList(), near.Where(n => n.Far <= farthest && n.Far >= farthest).ToList());
            var votes = closer.Sum(n => n.IsReal ? 1 : -1) + ((Neighbours - closer.Count) * level.Average(n => n.IsReal ? 1 : -1.0));
            right += Math.Abs(votes) < 0.5 ? 0.5 : votes > 0 == name.IsReal ? 1 : 0;
        }

        return right / names.Count;
    }

    private sealed record Watched(bool IsReal, double[] Numbers);

    /// <summary>What a watcher writes down of one name.</summary>
    private sealed class Sightings
    {
        private readonly List<DateTimeOffset> steps = [];
        private readonly int[] daily = new int[Days];
        private FactorKind? kind;
        private string? sheet;
        private bool isChallenged;
        private int line;
        private int changes;
        private int newSheets;
        private int fetches;

        public void Add(DateTimeOffset now, Prompt prompt)
        {
            if (prompt.Expected == FactorKind.WebOtp)
            {
                fetches++;
                return;
            }

            changes += kind is not null && kind != prompt.Expected ? 1 : 0;
            kind = prompt.Expected;
            if (prompt.Expected != FactorKind.Skey)
                return;

            var words = prompt.Text.Split(' ');
            isChallenged = words[0].StartsWith("otp-", StringComparison.Ordinal);
            var (shown, seed) = isChallenged ? (words[1], words[2]) : (words[2], words[4]);
            AddLine(now, int.Parse(shown, CultureInfo.InvariantCulture), seed);
        }

        private void AddLine(DateTimeOffset now, int shown, string seed)
        {
            newSheets += sheet is not null && sheet != seed ? 1 : 0;
            for (var i = shown; sheet == seed && i < line; i++)
            {
                steps.Add(now);
                daily[(now - Start).Days]++;
            }

            (sheet, line) = (seed, shown);
        }

        public double[] Numbers()
        {
            var mean = steps.Count / (double)Days;
            return
            [
                kind == FactorKind.Skey ? 1 : 0,
                isChallenged ? 1 : 0,
                changes,
                newSheets,
                Math.Min(fetches, 3),
                Math.Log(1 + steps.Count),
                Share(s => s.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday),
                Share(s => s.Hour is < 6 or >= 20),
                Share(s => s.Hour == 0),
                steps.Count == 0 ? 0 : steps.Average(s => s.TimeOfDay.TotalHours),
                steps.Count == 0 ? 0 : daily.Sum(d => Math.Pow(d - mean, 2)) / Days / mean,
                daily.Count(d => d == 0) / (double)Days,
            ];
        }

        private double Share(Func<DateTimeOffset, bool> which) => steps.Count == 0 ? 0 : steps.Count(which) / (double)steps.Count;
    }
}
