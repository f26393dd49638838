using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.People;

/// <summary><c>sallyport status</c>: one's own factors, the last login, wrong codes since.</summary>
internal static class StatusCommand
{
    public static Command Create() => AuthorityCommand.Create(
        "status", "Show your second factors, your last login and the wrong codes since then.", RunAsync, AuthorityCommand.For, AuthorityCommand.Json);

    private static async Task RunAsync(Call call)
    {
        var person = await call.Authority.GetAsync(AuthorityClient.UserPath(call.Person()), LocalJson.Default.PersonMessage, call.Cancel);
        if (call.WantsJson)
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(person, LocalJson.Default.PersonMessage));
        else
            PersonText.Write(person, call.Output);
    }
}
