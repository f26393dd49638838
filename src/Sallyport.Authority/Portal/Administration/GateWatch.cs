using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>Asks the gate of this machine for its status.</summary>
internal sealed class GateWatch(AuthorityOptions options, TimeProvider clock)
{
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What the gate says, or a sentence that says why it says nothing.</summary>
    public async Task<(GateReport? Report, string? Problem)> AskAsync(CancellationToken cancel)
    {
        var path = options.Portal.GateControl;
        try
        {
            var answer = await GateControl.AskAsync(path, "status", MostBytes, Patience, clock, cancel);
            return (JsonSerializer.Deserialize(answer.Span, GateReportJson.Default.GateReport) ?? throw new JsonException("the answer is null"), null);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AccessDenied)
        {
            return (null, $"the authority has no access to the gate at {path}; make the authority's user a member of the gate's group");
        }
        catch (Exception fault) when (fault is SocketException or IOException or JsonException or ArgumentException
            || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (null, $"no gate answers at {path}; for a gate on another machine, run there: sallyport gate status");
        }
    }
}

/// <summary>What of a gate's answer the portal shows.</summary>
internal sealed record GateReport(
    DateTimeOffset Started,
    string Authority,
    IReadOnlyList<GateLane> Lanes,
    IReadOnlyList<GateConnection> Connections,
    IReadOnlyList<GatePenalty> Penalties,
    long PenaltiesInAll,
    IReadOnlyList<GateBan> Bans,
    GateTotals Totals);

internal sealed record GateLane(string Lane, int Pending, int Places, int ThisSecond);

internal sealed record GateConnection(string Source, string Lane, string Stage, bool LoggedIn, long Seconds);

internal sealed record GatePenalty(string Source, long SecondsLeft, string Reason, int Points);

internal sealed record GateBan(string Network, long SecondsLeft);

internal sealed record GateTotals(long Accepted, long HandedOver, long LoggedIn, IReadOnlyDictionary<string, long> Refused);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GateReport))]
internal sealed partial class GateReportJson : JsonSerializerContext;
