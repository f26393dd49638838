using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.People;

/// <summary><c>sallyport user</c>: people, for administrators.</summary>
internal static class UserCommand
{
    private static readonly Argument<string> Name = new("user") { Description = "a UNIX user name", HelpName = "USER" };

    private static readonly Option<int> Uses = new("--uses") { Description = "how many logins the code is valid for (1 to 100)", DefaultValueFactory = _ => 1 };

    private static readonly Option<double> Hours = new("--hours") { Description = "how many hours the code is valid (at most 720)", DefaultValueFactory = _ => 24 };

    public static Command Create() => new("user", "Add, list, show, lock, unlock and remove users; issue bypass codes.")
    {
        AuthorityCommand.Create("add", "Register a user.", AddAsync, Name),
        AuthorityCommand.Create("list", "List the registered users and their factors.", ListAsync, AuthorityCommand.Json),
        AuthorityCommand.Create("show", "Show a user's factors, last login and wrong codes.", ShowAsync, Name, AuthorityCommand.Json),
        AuthorityCommand.Create("lock", "Lock a user out: every code is wrong until unlock.", LockAsync, Name),
        AuthorityCommand.Create("unlock", "Lift a lock, and every lockout that wrong codes have caused.", UnlockAsync, Name),
        UserLeavingCommands.Export(),
        UserLeavingCommands.Erase(),
        AuthorityCommand.Create("remove", "Remove a user with all factors.", RemoveAsync, Name),
        AuthorityCommand.Create("bypass-code", "Issue a code that replaces the second factor a limited number of times.", BypassAsync, Name, Uses, Hours, AuthorityCommand.Json),
    };

    private static async Task AddAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Post, Path(call), call.Cancel);
        await call.Output.WriteLineAsync($"{NameOf(call)} is registered. Next: sallyport totp enroll (as {NameOf(call)}), or sallyport skey sheet --for {NameOf(call)}");
    }

    private static async Task ListAsync(Call call)
    {
        var people = await call.Authority.GetAsync("/v1/users", LocalJson.Default.IReadOnlyListPersonMessage, call.Cancel);
        if (call.WantsJson)
        {
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(people, LocalJson.Default.IReadOnlyListPersonMessage));
            return;
        }

        var table = new Table("USER", "STANDING", "APP", "SKEY LINES", "RECOVERY", "LAST LOGIN", "WRONG SINCE");
        foreach (var person in people)
        {
            table.Add(
                PlainText.Of(person.Name),
                person.Standing,
                person.Totp is null ? "-" : "yes",
                person.Skey?.LinesLeft.ToString() ?? "-",
                person.RecoveryCodes == 0 ? "-" : person.RecoveryCodes.ToString(),
                person.LastLogin is { } login ? LocalTime.Minute(login.At) : "-",
                person.FailedSince.Count == 0 ? "-" : person.FailedSince.Sum(f => f.Count).ToString());
        }

        table.WriteTo(call.Output);
    }

    private static async Task ShowAsync(Call call)
    {
        var person = await call.Authority.GetAsync(Path(call), LocalJson.Default.PersonMessage, call.Cancel);
        if (call.WantsJson)
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(person, LocalJson.Default.PersonMessage));
        else
            PersonText.Write(person, call.Output);
    }

    private static async Task LockAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Post, Path(call) + "/lock", call.Cancel);
        await call.Output.WriteLineAsync($"{NameOf(call)} is locked. To lift it: sallyport user unlock {NameOf(call)}");
    }

    private static async Task UnlockAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Post, Path(call) + "/unlock", call.Cancel);
        await call.Output.WriteLineAsync($"{NameOf(call)} is unlocked; all lockouts are lifted.");
    }

    private static async Task RemoveAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Delete, Path(call), call.Cancel);
        await call.Output.WriteLineAsync($"{NameOf(call)} is removed, with all factors.");
    }

    private static async Task BypassAsync(Call call)
    {
        var request = new BypassRequestMessage(call.Parsed.GetValue(Uses), call.Parsed.GetValue(Hours));
        var issued = await call.Authority.PostAsync(
            Path(call) + "/bypass-code", request, LocalJson.Default.BypassRequestMessage, LocalJson.Default.BypassIssuedMessage, call.Cancel);
        await call.Output.WriteLineAsync(call.WantsJson
            ? JsonSerializer.Serialize(issued, LocalJson.Default.BypassIssuedMessage)
            : $"{issued.Code}   ({issued.Uses} {(issued.Uses == 1 ? "use" : "uses")}, until {LocalTime.Minute(issued.Expires)}; it is shown once)");
    }

    private static string NameOf(Call call) => call.Parsed.GetValue(Name)!;

    private static string Path(Call call) => AuthorityClient.UserPath(NameOf(call));
}
