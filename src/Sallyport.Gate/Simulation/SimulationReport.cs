using System.Text.Json.Serialization;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>What everybody got, for <c>--json</c> and for the table. Names of keys may only grow.</summary>
internal sealed record SimulationReport
{
    public required string Title { get; init; }

    /// <summary>The rule file, or "built-in".</summary>
    public required string Rules { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required double VirtualHours { get; init; }

    public required double Seconds { get; init; }

    public required int MostPending { get; init; }

    public required int Pending { get; init; }

    public required int Remembered { get; init; }

    public required IReadOnlyList<GuessersGot> Guessers { get; init; }

    public required IReadOnlyList<UsersGot> Users { get; init; }

    public required IReadOnlyList<LogGot> Logs { get; init; }

    public static SimulationReport Of(Scenario scenario, Simulator run, AdmissionRules rules, string ruleFile, TimeSpan took)
    {
        var hours = scenario.Length / (double)Moment.HourLength;
        return new SimulationReport
        {
            Title = scenario.Title,
            Rules = ruleFile,
            Start = scenario.Start,
            VirtualHours = Math.Round(hours, 2),
            Seconds = Math.Round(took.TotalSeconds, 2),
            MostPending = run.MostPending,
            Pending = rules.Pending,
            Remembered = run.Admission.Memory.Hosts.Count,
            Guessers = [.. scenario.Parties.OfType<Guessers>().Select(party => GuessersGot.Of(party, hours))],
            Users = [.. scenario.Parties.OfType<HonestUsers>().Select(UsersGot.Of)],
            Logs = [.. scenario.Parties.OfType<LogReplay>().Select(LogGot.Of)],
        };
    }
}

/// <param name="Name">The section's name.</param>
/// <param name="Sources">Machines.</param>
/// <param name="Tries">Connections tried: what there would be to guess with without a gate.</param>
/// <param name="Guesses">Connections that reached sshd.</param>
/// <param name="GuessesPerSourceAndHour">Of one machine, on average over the whole run.</param>
/// <param name="Refused">Connections by the reason of the refusal.</param>
internal sealed record GuessersGot(
    string Name, int Sources, long Tries, long Guesses, double GuessesPerSourceAndHour, IReadOnlyDictionary<string, long> Refused)
{
    public static GuessersGot Of(Guessers party, double hours) => new(
        party.Name, party.Members, party.Tally.Tries, party.Tally.LetIn,
        Math.Round(party.Tally.LetIn / hours / party.Members, 4), Reasons.Of(party.Tally));
}

/// <param name="Name">The section's name.</param>
/// <param name="People">How many.</param>
/// <param name="Acquaintance">known or strangers.</param>
/// <param name="Wanted">Sessions they wanted and either got or gave up.</param>
/// <param name="AtOnce">Sessions that began without any refusal.</param>
/// <param name="AfterWaiting">Sessions that began after a refusal.</param>
/// <param name="GivenUp">Sessions that nobody got.</param>
/// <param name="MedianWaitSeconds">Of those after waiting; 0 when there are none.</param>
/// <param name="LongestWaitSeconds">Of those after waiting; 0 when there are none.</param>
/// <param name="Refused">Connections by the reason of the refusal.</param>
internal sealed record UsersGot(
    string Name, int People, string Acquaintance, long Wanted, long AtOnce, long AfterWaiting, long GivenUp,
    double MedianWaitSeconds, double LongestWaitSeconds, IReadOnlyDictionary<string, long> Refused)
{
    public static UsersGot Of(HonestUsers party) => new(
        party.Name, party.Members, party.Plan.Acquaintance == Simulation.Acquaintance.Known ? "known" : "strangers",
        party.Wanted, party.AtOnce, party.Waits.Count, party.GivenUp,
        party.Waits.Count == 0 ? 0 : party.Waits[party.Waits.Count / 2] / 1000.0,
        party.Waits.Count == 0 ? 0 : party.Waits[^1] / 1000.0,
        Reasons.Of(party.Tally));
}

/// <param name="Name">The section's name.</param>
/// <param name="Sources">Different addresses in the log.</param>
/// <param name="Tries">Connections in the log.</param>
/// <param name="LetIn">Of these, let in by the rules.</param>
/// <param name="Successes">Logins that succeeded in the log.</param>
/// <param name="SuccessesLetIn">Of these, let in by the rules.</param>
/// <param name="Refused">Connections by the reason of the refusal.</param>
/// <param name="Lines">Lines of the log.</param>
/// <param name="Unread">Of these, lines that should have been read and could not be.</param>
/// <param name="FirstUnread">The number of the first of them; 0 when there are none.</param>
/// <param name="BeforeStart">Connections before the scenario's start, which were tried at its start.</param>
internal sealed record LogGot(
    string Name, int Sources, long Tries, long LetIn, long Successes, long SuccessesLetIn, IReadOnlyDictionary<string, long> Refused,
    int Lines, int Unread, int FirstUnread, int BeforeStart)
{
    public static LogGot Of(LogReplay party) => new(
        party.Name, party.Members, party.Tally.Tries, party.Tally.LetIn, party.PastSuccesses, party.Tally.Successes, Reasons.Of(party.Tally),
        party.Log.Lines, party.Log.Unread, party.Log.FirstUnread, party.Log.Before);
}

internal static class Reasons
{
    public static IReadOnlyDictionary<string, long> Of(Tally tally) =>
        tally.Refusals.ToDictionary(r => r.Reason.Word(), r => r.Count, StringComparer.Ordinal);
}

[JsonSerializable(typeof(SimulationReport))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
internal sealed partial class SimulationJson : JsonSerializerContext;
