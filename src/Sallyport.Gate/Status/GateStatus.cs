using System.Text.Json.Serialization;

namespace Sallyport.Gate.Status;

/// <summary>What <c>sallyport gate status --json</c> prints. Names and words may only grow.</summary>
public sealed record GateStatus(
    DateTimeOffset Started,
    string Authority,
    IReadOnlyList<LaneStatus> Lanes,
    MemoryStatus Memory,
    IReadOnlyList<ConnectionStatus> Connections,
    IReadOnlyList<PenaltyStatus> Penalties,
    long PenaltiesInAll,
    IReadOnlyList<BanStatus> Bans,
    TotalsStatus Totals);

/// <summary>A lane's connections not yet logged in, how many it may have, and its new ones in the running second.</summary>
public sealed record LaneStatus(string Lane, int Pending, int Places, int ThisSecond);

/// <summary>Sources remembered, of how many; known ones; entries that had to make place.</summary>
public sealed record MemoryStatus(int Sources, int SourcesAtMost, int Known, long Evicted);

/// <summary>One connection; seconds since it was accepted.</summary>
public sealed record ConnectionStatus(ulong Number, string Source, int Port, string Lane, string Stage, int Pid, bool LoggedIn, long Seconds);

/// <summary>A source that must wait: for how many seconds still, for what, with how many points.</summary>
public sealed record PenaltyStatus(string Source, long SecondsLeft, string Reason, int Points);

/// <summary>A network shut out by an operator.</summary>
public sealed record BanStatus(string Network, long SecondsLeft);

/// <summary>Counts since the start.</summary>
public sealed record TotalsStatus(
    long Accepted, long HandedOver, long LoggedIn, IReadOnlyDictionary<string, long> Refused, IReadOnlyDictionary<string, long> Outcomes);

/// <summary>The answer to <c>ban</c> and <c>unban</c>.</summary>
public sealed record ChangeAnswer(bool Done, string Text);

/// <summary>The client behind a proxied connection; both null when the gate knows of none.</summary>
public sealed record ClientAnswer(string? Source, int? Port);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(GateStatus))]
[JsonSerializable(typeof(ChangeAnswer))]
[JsonSerializable(typeof(ClientAnswer))]
public sealed partial class GateJson : JsonSerializerContext;
