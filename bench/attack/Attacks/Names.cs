using System.Collections.Immutable;
using System.Diagnostics;
using Sallyport.Authority.Configuration;
using Sallyport.Bench.Attack.Site;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.People;

namespace Sallyport.Bench.Attack.Attacks;

/// <summary>Names are told apart by how long the prompt takes.</summary>
internal sealed class Names : IDrill
{
    private const int Samples = 10_000;
    private const int NamesOfAKind = 20;
    private const int WarmUp = 2_000;

    private static readonly ImmutableArray<string> Kinds = ["enrolled", "registered", "unknown", "account"];

    /// <summary>Of this machine, unknown to the authority.</summary>
    private static readonly ImmutableArray<string> Accounts = [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).Take(NamesOfAKind)];

    public string Name => "names";

    public string About => $"{Samples} prompts for each kind of name, by turns, timed on loopback; AUC of the best guess from one time";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var mix = DecoyMix.Default with { SkeyOf256 = 0, WebOtpOf256 = 0 };
        await using var authority = await AttackedAuthority.StartAsync(new AuthorityOptions { Decoys = mix }, cancel);
        for (var number = 0; number < NamesOfAKind; number++)
        {
            await authority.EnrolAsync($"enrolled{number:D4}", cancel);
            await authority.Store.CommitAsync(Person.Registered($"registered{number:D4}"), ImmutableArray<AuditEvent>.Empty, cancel);
        }

        var times = Kinds.ToDictionary(kind => kind, _ => new List<double>(Samples), StringComparer.Ordinal);
        using var caller = new RadiusCaller(authority.Radius);
        var random = new Random(1);
        for (var round = -WarmUp; round < Samples; round++)
        {
            // In another order each time, so that no kind always follows the same one.
            foreach (var kind in Kinds.OrderBy(_ => random.Next()).ToList())
            {
                var user = kind == "account" ? Accounts[random.Next(Accounts.Length)] : $"{kind}{random.Next(NamesOfAKind):D4}";
                var begun = Stopwatch.GetTimestamp();
                caller.Ask(user, string.Empty, null, "198.18.0.1");
                if (round >= 0)
                    times[kind].Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }
        }

        return
        [
            .. Kinds.Select(kind => new Figure($"{kind}: median, µs", Median(times[kind]), Aim.None)),
            new Figure("AUC, enrolled against registered without a factor", Auc(times["enrolled"], times["registered"]), Aim.Under(0.55)),
            new Figure("AUC, enrolled against unknown", Auc(times["enrolled"], times["unknown"]), Aim.Under(0.55)),
            new Figure("AUC, registered against unknown", Auc(times["registered"], times["unknown"]), Aim.Under(0.55)),
            new Figure("AUC, an account of the machine against unknown", Auc(times["account"], times["unknown"]), Aim.Under(0.55)),
        ];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>The chance that the slower of two names is the one guessed, whichever way round helps the guesser; half is a blind guess.</summary>
    private static double Auc(List<double> some, List<double> others)
    {
        var ranked = some.Select(time => (time, IsSome: true)).Concat(others.Select(time => (time, IsSome: false))).OrderBy(sample => sample.time).ToList();
        double ranks = 0;
        for (var first = 0; first < ranked.Count;)
        {
            var end = first;
            while (end < ranked.Count && ranked[end].time == ranked[first].time)
                end++;
            // Equal times share their rank.
            ranks += ranked.Skip(first).Take(end - first).Count(sample => sample.IsSome) * ((first + 1 + end) / 2.0);
            first = end;
        }

        var auc = (ranks - (some.Count * (some.Count + 1) / 2.0)) / ((double)some.Count * others.Count);
        return Math.Max(auc, 1 - auc);
    }
}
