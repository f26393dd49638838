using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Portal.Administration;

/// <summary>What came of the last walk along the whole audit. To walk it takes a second for a million rows, so it is not done for each look.</summary>
internal sealed class ChainState(IAuditLog audit, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim walking = new(1);
    private volatile Checked? last;

    public Checked? Last => last;

    public async Task<Checked> CheckAsync(CancellationToken cancel)
    {
        await walking.WaitAsync(cancel);
        try
        {
            var at = clock.GetUtcNow();
            var found = new Checked(at, await audit.VerifyAsync(cancel));
            last = found;
            return found;
        }
        finally
        {
            walking.Release();
        }
    }

    public void Dispose() => walking.Dispose();

    /// <summary>A verdict, and when the walk began.</summary>
    internal sealed record Checked(DateTimeOffset At, AuditVerdict Verdict);
}
