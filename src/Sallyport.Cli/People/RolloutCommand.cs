using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.People;

/// <summary><c>sallyport rollout</c>: how far the site is on its way to a second factor for everybody.</summary>
internal static class RolloutCommand
{
    private static readonly Option<string?> On = new("--on") { Description = "the date to check, such as 2027-02-01 (default: tomorrow)", HelpName = "DATE" };

    public static Command Create() => new("rollout", "Show the progress of the roll-out.")
    {
        AuthorityCommand.Create("status", "Show who has no second factor yet, and who would be refused tomorrow.", StatusAsync, On, AuthorityCommand.Json),
    };

    private static async Task StatusAsync(Call call)
    {
        var day = call.Parsed.GetValue(On) is { } on ? "?on=" + Uri.EscapeDataString(on) : string.Empty;
        var report = await call.Authority.GetAsync("/v1/rollout" + day, LocalJson.Default.RolloutMessage, call.Cancel);
        if (call.WantsJson)
        {
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(report, LocalJson.Default.RolloutMessage));
            return;
        }

        await call.Output.WriteLineAsync($"Everybody: {From(report.Everybody)}");
        foreach (var group in report.Groups)
            await call.Output.WriteLineAsync($"Group {PlainText.Of(group.Group)}: {From(group.From)}");
        await call.Output.WriteLineAsync($"{report.Ready} with a second factor, {report.KeptOut.Count + report.Later.Count} without.");
        await call.Output.WriteLineAsync(report.KeptOut.Count == 0
            ? $"Nobody will be refused on {report.Day:yyyy-MM-dd}."
            : $"Refused on {report.Day:yyyy-MM-dd}, because they have no factor: {report.KeptOut.Count}");
        if (report.KeptOut.Count + report.Later.Count == 0)
            return;

        var table = new Table("USER", "FROM", "LAST WITHOUT A FACTOR");
        foreach (var person in report.KeptOut.Concat(report.Later))
            table.Add(PlainText.Of(person.Name), From(person.From), person.LastLogin is { } login ? LocalTime.Minute(login) : "-");
        table.WriteTo(call.Output);
    }

    private static string From(DateOnly? day) => day switch
    {
        null => "no date set",
        { Year: 1 } => "now",
        { } first => first.ToString("yyyy-MM-dd"),
    };
}
