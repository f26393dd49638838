using System.CommandLine;
using System.Text.Json;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Doctor;

/// <summary>Prints findings; the exit code says whether any is wrong.</summary>
internal static class Report
{
    public static readonly Option<bool> Json = new("--json") { Description = "print JSON" };

    public static async Task<int> WriteAsync(ParseResult parsed, IReadOnlyList<Finding> findings)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(findings, FindingJson.Default.IReadOnlyListFinding));
        }
        else
        {
            foreach (var finding in findings)
            {
                await output.WriteLineAsync($"{Word(finding.Verdict)}  {finding.Subject}: {finding.Sentence}");
                if (finding.Mend is { } mend)
                    await output.WriteLineAsync($"       -> {mend}");
            }
        }

        return (int)(findings.Any(finding => finding.Verdict == Verdict.Wrong) ? ExitCode.Failed : ExitCode.Ok);
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Fine => "fine ",
        Verdict.Note => "note ",
        Verdict.Wrong => "WRONG",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "no such verdict"),
    };
}
