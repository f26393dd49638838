namespace Sallyport.Authority.Enforcing;

/// <summary>
/// Lets each answer of a distant name service take as long as most of the last ones did: a name that is there may be answered from a cache, one that
/// is not never is, and that difference must not be seen. The machine's own files are too fast to tell anything, and wait for nothing.
/// </summary>
internal sealed class EvenPace(TimeProvider clock)
{
    /// <summary>How many answers are remembered, and the one of them, by length, that sets the pace.</summary>
    private const int Remembered = 32;
    private const int Setter = Remembered * 3 / 4;

    private static readonly TimeSpan Distant = TimeSpan.FromMilliseconds(5);

    private readonly Lock gate = new();
    private readonly TimeSpan[] last = new TimeSpan[Remembered];
    private int next;

    /// <param name="took">How long the answer took.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task KeepAsync(TimeSpan took, CancellationToken cancel)
    {
        TimeSpan pace;
        lock (gate)
        {
            last[next++ % Remembered] = took;
            var sorted = last.ToArray();
            Array.Sort(sorted);
            pace = sorted[Setter];
        }

        return pace < Distant || took >= pace ? Task.CompletedTask : Task.Delay(pace - took, clock, cancel);
    }
}
