using Microsoft.Extensions.Logging;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Loop;

/// <summary>
/// Lines about refusals, so many per second and no more: a flood must not fill the disk. What was left out is summed up in one line every ten seconds.
/// </summary>
internal sealed class DecisionLog(ILogger log, int linesPerSecond)
{
    private const long SummaryMilliseconds = 10_000;

    private readonly long[] left = new long[Enum.GetValues<AdmissionRefusal>().Length];
    private long second;
    private int written;
    private long lastSummary;

    public void Refused(SourceAddress source, ushort port, Lane lane, AdmissionDecision decision, Moment now)
    {
        if (now.Milliseconds / 1000 != second)
            (second, written) = (now.Milliseconds / 1000, 0);
        if (written++ >= linesPerSecond)
            left[(int)decision.Refusal]++;
        else
            log.Refused(source.ToString(), port, lane.Word(), decision.Refusal.Word(), (long)Math.Ceiling(decision.RetryAfter.TotalSeconds));
    }

    /// <summary>Writes the summary when it is due.</summary>
    public void Tick(Moment now)
    {
        if (now.Milliseconds - lastSummary < SummaryMilliseconds)
            return;
        lastSummary = now.Milliseconds;
        var sum = left.Sum();
        if (sum == 0)
            return;
        log.RefusedMore(sum, string.Join(',', left.Select((count, index) => (count, index)).Where(pair => pair.count > 0)
            .Select(pair => $"{((AdmissionRefusal)pair.index).Word()}:{pair.count}")));
        Array.Clear(left);
    }
}
