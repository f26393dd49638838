using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Audit;

/// <summary>Rows of the audit as a file, newest first, written as they are read: a million rows need no more memory than a thousand.</summary>
internal sealed class AuditExport(IAuditLog audit)
{
    /// <summary>Rows of a file at most.</summary>
    public const int MostRows = 1_000_000;

    private const int Stride = 1000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public async Task WriteCsvAsync(AuditQuery query, Stream body, CancellationToken cancel)
    {
        var lines = new StreamWriter(body, Utf8, leaveOpen: true);
        await using (lines)
        {
            await lines.WriteAsync(Csv.Line("number", "at", "kind", "person", "source", "host", "actor", "detail"));
            await foreach (var row in RowsAsync(query, cancel))
            {
                await lines.WriteAsync(Csv.Line(
                    row.Number.ToString(), row.At.UtcDateTime.ToString("O"), row.Kind, row.Person, row.Source, row.Host, row.Actor, row.Detail));
            }
        }
    }

    /// <summary>One array, an object a row, as <c>sallyport audit tail --json</c> prints them.</summary>
    public Task WriteJsonAsync(AuditQuery query, Stream body, CancellationToken cancel) =>
        JsonSerializer.SerializeAsync(body, RowsAsync(query, cancel), AuditJson.Default.IAsyncEnumerableAuditMessage, cancel);

    /// <summary>The rows, read as they are asked for.</summary>
    public async IAsyncEnumerable<AuditMessage> RowsAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        var next = query with { Most = Stride };
        for (var written = 0; written < MostRows;)
        {
            var page = await audit.QueryAsync(next, cancel);
            foreach (var row in page.Rows.Take(MostRows - written))
                yield return AuditMessage.Of(row);
            written += page.Rows.Count;
            if (page.Older is not { } older)
                yield break;
            next = next with { Before = older };
        }
    }
}
