using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Audit;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport audit</c>: what happened, and whether the record is whole.</summary>
internal static class AuditCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Option<int> Rows = new("--rows", "-n") { Description = "how many rows (1 to 10000)", DefaultValueFactory = _ => 20 };

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "continue with new rows until Ctrl-C" };

    public static Command Create() => new("audit", "Read the audit, and check that it is complete and unchanged.")
    {
        AuthorityCommand.Create("tail", "Print the newest rows; with --json one object per line.", TailAsync, Rows, Follow, AuthorityCommand.Json),
        AuthorityCommand.Create("verify", "Check the complete chain. Note the head elsewhere: later it proves that nothing was cut off.", VerifyAsync, AuthorityCommand.Json),
    };

    private static async Task TailAsync(Call call)
    {
        var after = await PrintAsync(call, 0, call.Parsed.GetValue(Rows));
        if (!call.Parsed.GetValue(Follow))
            return;

        try
        {
            while (true)
            {
                await Task.Delay(Pause, TimeProvider.System, call.Cancel);
                after = Math.Max(after, await PrintAsync(call, after, 10_000));
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how following ends.
        }
    }

    private static async Task<long> PrintAsync(Call call, long after, int most)
    {
        var rows = await call.Authority.GetAsync($"/v1/audit?after={after}&most={most}", LocalJson.Default.IReadOnlyListAuditMessage, call.Cancel);
        foreach (var row in rows)
            await call.Output.WriteLineAsync(call.WantsJson ? JsonSerializer.Serialize(row, LocalJson.Default.AuditMessage) : Line(row));
        return rows.Count == 0 ? after : rows[^1].Number;
    }

    private static string Line(AuditMessage row)
    {
        var line = $"{row.Number,6}  {LocalTime.Second(row.At)}  {row.Kind}";
        foreach (var (word, value) in new[] { ("", row.Person), ("from ", row.Source), ("on ", row.Host), ("by ", row.Actor) })
        {
            if (value is not null)
                line += $" {word}{PlainText.Field(value)}";
        }

        return row.Detail is { } detail ? $"{line} ({PlainText.Remark(detail)})" : line;
    }

    private static async Task VerifyAsync(Call call)
    {
        var verdict = await call.Authority.PostAsync("/v1/audit/verify", LocalJson.Default.AuditVerdictMessage, call.Cancel);
        if (call.WantsJson)
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(verdict, LocalJson.Default.AuditVerdictMessage));
        if (verdict.RolledBack is { } person)
            throw new CommandFailure(ExitCode.Failed, $"the stored data of {person} is older than the audit says: somebody restored an earlier state; compare with a backup");
        if (verdict.BrokenAt is { } row)
            throw new CommandFailure(ExitCode.Failed, $"the audit is broken at row {row}: somebody changed or removed it; compare with a backup");
        if (!call.WantsJson)
            await call.Output.WriteLineAsync($"{verdict.Rows} rows, whole. Head: {verdict.Head}");
    }
}
