using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Audit;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>The audit: <c>/v1/audit</c>.</summary>
internal sealed class AuditEndpoints(IAuditLog audit)
{
    private const int MostRows = 10_000;

    /// <summary>The newest rows after a number, oldest first.</summary>
    public async Task<IResult> Tail(long after = 0, int most = 20, CancellationToken cancel = default)
    {
        if (after < 0 || most is < 1 or > MostRows)
            return Answers.Malformed($"after is a row's number and most is 1 to {MostRows}");

        var rows = await audit.TailAsync(after, most, cancel);
        IReadOnlyList<AuditMessage> messages = [.. rows.Select(AuditMessage.Of)];
        return Answers.Ok(messages, LocalJson.Default.IReadOnlyListAuditMessage);
    }

    public async Task<IResult> Verify(Caller caller, CancellationToken cancel)
    {
        var verdict = await audit.VerifyAsync(cancel);
        return Answers.Ok(
            new AuditVerdictMessage(verdict.Rows, Convert.ToHexStringLower(verdict.Head.AsSpan()), verdict.BrokenAt, verdict.RolledBack),
            LocalJson.Default.AuditVerdictMessage);
    }
}
