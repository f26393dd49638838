using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Factors;

/// <summary><c>sallyport recovery-codes</c>: a new set of ten, shown once.</summary>
internal static class RecoveryCodesCommand
{
    public static Command Create() => AuthorityCommand.Create(
        "recovery-codes", "Create ten recovery codes that replace the old ones; they are shown once.", RunAsync, AuthorityCommand.For, AuthorityCommand.Json);

    private static async Task RunAsync(Call call)
    {
        var issued = await call.Authority.PostAsync(
            AuthorityClient.UserPath(call.Person()) + "/recovery-codes", LocalJson.Default.CodesMessage, call.Cancel);
        if (call.WantsJson)
        {
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(issued, LocalJson.Default.CodesMessage));
            return;
        }

        foreach (var code in issued.Codes)
            await call.Output.WriteLineAsync("  " + code);
        await call.Error.WriteLineAsync("Each is valid for one login in place of any other code. Keep them on paper; they are not shown again, and older codes are no longer valid.");
    }
}
