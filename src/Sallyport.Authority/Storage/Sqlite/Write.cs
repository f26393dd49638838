using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>Something to be written: applied with others in one transaction, then told what became of it. All on the writer's thread.</summary>
internal abstract class Write
{
    /// <summary>True when nobody wants it any more and it may be left out.</summary>
    public abstract bool IsWithdrawn { get; }

    public abstract void Apply(WriterSession session);

    /// <summary>The transaction is on the disk: memory follows.</summary>
    public abstract void Publish();

    /// <summary>Memory has followed for the whole group: the caller goes on.</summary>
    public abstract void Complete();

    public abstract void Withdrawn();

    public abstract void Failed(StoreException why);
}

/// <summary>A write with a result for the caller who waits.</summary>
/// <param name="apply">Writes; runs again never, but may be rolled back after it ran.</param>
/// <param name="publish">Makes the result visible in memory, before any caller of the group goes on.</param>
internal sealed class Write<T>(Func<WriterSession, T> apply, Action<T>? publish, CancellationToken cancel) : Write
{
    private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Outcome => outcome.Task;

    public override bool IsWithdrawn => cancel.IsCancellationRequested;

    public override void Apply(WriterSession session) => result = apply(session);

    public override void Publish() => publish?.Invoke(result!);

    public override void Complete() => outcome.SetResult(result!);

    public override void Withdrawn() => outcome.SetCanceled(cancel);

    public override void Failed(StoreException why) => outcome.SetException(why);
}
