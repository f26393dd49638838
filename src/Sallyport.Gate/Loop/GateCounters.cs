using Sallyport.Gate.Admission;

namespace Sallyport.Gate.Loop;

/// <summary>Totals since the start. Written by the gate's one thread, read by any.</summary>
internal sealed class GateCounters
{
    /// <summary>Upper bounds of the histogram's buckets, in milliseconds.</summary>
    public static readonly int[] HandOverBounds = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];

    private readonly long[] refused = new long[Enum.GetValues<AdmissionRefusal>().Length];
    private readonly long[] outcomes = new long[Enum.GetValues<LoginOutcome>().Length];
    private readonly long[] handOverBuckets = new long[HandOverBounds.Length + 1];
    private long accepted;
    private long handedOver;
    private long loggedIn;
    private long handOverMilliseconds;

    public long Accepted => Volatile.Read(ref accepted);

    public long HandedOver => Volatile.Read(ref handedOver);

    public long LoggedIn => Volatile.Read(ref loggedIn);

    public long HandOverMilliseconds => Volatile.Read(ref handOverMilliseconds);

    public long Refused(AdmissionRefusal refusal) => Volatile.Read(ref refused[(int)refusal]);

    public long Outcomes(LoginOutcome outcome) => Volatile.Read(ref outcomes[(int)outcome]);

    public long HandOvers(int bucket) => Volatile.Read(ref handOverBuckets[bucket]);

    public void CountAccepted() => accepted++;

    public void CountRefused(AdmissionRefusal refusal) => refused[(int)refusal]++;

    public void CountOutcome(LoginOutcome outcome) => outcomes[(int)outcome]++;

    public void CountLogin() => loggedIn++;

    public void CountHandOver(long milliseconds)
    {
        handedOver++;
        handOverMilliseconds += milliseconds;
        var bucket = 0;
        while (bucket < HandOverBounds.Length && milliseconds > HandOverBounds[bucket])
            bucket++;
        handOverBuckets[bucket]++;
    }
}
