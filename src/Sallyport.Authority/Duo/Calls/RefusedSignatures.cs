using System.Net;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Duo.Calls;

/// <summary>
/// Puts refused signatures into the audit. Anybody who reaches the port can make them, so the rows are limited;
/// those left out are counted, and the next row tells how many.
/// </summary>
internal sealed class RefusedSignatures(IAuditLog audit, TimeProvider time)
{
    public const int RowsPerMinute = 20;

    private readonly RowLimit limit = new(RowsPerMinute, time);

    public ValueTask RecordAsync(string? host, IPAddress? source, string reason, CancellationToken cancel)
    {
        if (!limit.TryTake(out var leftOut))
            return ValueTask.CompletedTask;
        var detail = leftOut == 0 ? reason : $"{reason} ({leftOut} more were refused before, without an audit row)";
        return audit.AppendAsync([new AuditEvent(AuditKind.SignatureRefused, Source: source, Host: host, Detail: detail)], cancel);
    }
}
