using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.People;

/// <summary><c>sallyport user export</c> and <c>sallyport user erase</c>: what is stored about a person, and the end of it.</summary>
internal static class UserLeavingCommands
{
    private static readonly Argument<string> Name = new("user") { Description = "a UNIX user name", HelpName = "USER" };

    private static readonly Option<bool> Yes = new("--yes") { Description = "erase without asking" };

    public static Command Export() => AuthorityCommand.Create(
        "export", "Print everything that is stored about a person, without secrets, as JSON.", ExportAsync, Name, AuthorityCommand.Json);

    public static Command Erase() => AuthorityCommand.Create(
        "erase", "Erase everything that is stored about a person. The audit keeps its rows.", EraseAsync, Name, Yes);

    private static async Task ExportAsync(Call call)
    {
        var everything = await call.Authority.GetAsync(Path(call), LeavingJson.Default.EverythingMessage, call.Cancel);
        await call.Output.WriteLineAsync(JsonSerializer.Serialize(everything, LeavingJson.Default.EverythingMessage));
    }

    private static async Task EraseAsync(Call call)
    {
        var name = call.Parsed.GetValue(Name)!;
        if (!call.Parsed.GetValue(Yes))
        {
            if (Console.IsInputRedirected)
                throw new CommandFailure(ExitCode.Usage, "say --yes to erase; nothing brings the person back but a backup");
            if (await Ask.LineAsync($"Nothing brings {PlainText.Of(name)} back but a backup. Type the name to erase: ", call) != name)
                throw new CommandFailure(ExitCode.Failed, "nothing was erased");
        }

        await call.Authority.DoAsync(HttpMethod.Delete, Path(call), call.Cancel);
        await call.Output.WriteLineAsync($"{PlainText.Of(name)} is erased. The audit keeps what happened under the name; backups made before keep the person.");
    }

    private static string Path(Call call) => AuthorityClient.UserPath(call.Parsed.GetValue(Name)!) + "/everything";
}
