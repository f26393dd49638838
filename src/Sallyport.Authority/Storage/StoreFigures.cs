using Sallyport.Authority.Metrics.Instruments;

namespace Sallyport.Authority.Storage;

/// <summary>What the store has done since it was opened.</summary>
/// <param name="Commits">How long transactions took until they were on the disk.</param>
/// <param name="Writes">How many writes there were.</param>
/// <param name="Failures">How many transactions failed.</param>
/// <param name="LastFailure">The last transaction's failure; null when the last was written.</param>
/// <param name="Waiting">How many writes wait.</param>
/// <param name="AuditRows">The number of the last row of the audit.</param>
internal sealed record StoreFigures(
    LatencyHistogram Commits, long Writes, long Failures, StoreFailure? LastFailure, int Waiting, long AuditRows);

/// <param name="At">When the transaction failed.</param>
/// <param name="Why">A sentence for the administrator.</param>
internal sealed record StoreFailure(DateTimeOffset At, string Why);
