using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport key vouch</c>, <c>list</c> and <c>revoke</c>: keys that open the outside door for the rest of the day.</summary>
internal static class DayKeyCommands
{
    /// <summary>More than any public key, less than what would be a mistake.</summary>
    private const int MostCharacters = 16 * 1024;

    private static readonly Argument<string> File = new("file")
    {
        Description = "the public key, a file whose name ends in .pub; - reads it from the standard input",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Until = new("--until") { Description = "the time of day at which it ends, such as 19:00", HelpName = "TIME" };

    private static readonly Option<string?> Length = new("--for") { Description = "how long it opens, such as 10h", HelpName = "LENGTH" };

    private static readonly Option<string[]> OnlyFrom = new("--only-from")
    {
        Description = "networks from which it opens, such as 192.0.2.0/24",
        HelpName = "NETWORK",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Only = new("--only") { Description = "sftp or git: nothing else can be done with it", HelpName = "WORD" };

    private static readonly Argument<string?> Fingerprint = new("fingerprint")
    {
        Description = "the key's fingerprint, or the beginning of it",
        HelpName = "FINGERPRINT",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> All = new("--all") { Description = "all of them" };

    public static Command Vouch() => AuthorityCommand.Create(
        "vouch",
        "Vouch for a public key: until it ends it opens the outside door without a code and without the password. Only in a session that began with your second factor.",
        VouchAsync,
        File,
        Until,
        Length,
        OnlyFrom,
        Only,
        AuthorityCommand.Json);

    public static Command List() => AuthorityCommand.Create("list", "List the keys that open the outside door now.", ListAsync, AuthorityCommand.For, AuthorityCommand.Json);

    public static Command Revoke() => AuthorityCommand.Create(
        "revoke", "End a key at once. Sessions that it opened go on.", RevokeAsync, Fingerprint, All, AuthorityCommand.For);

    private static async Task VouchAsync(Call call)
    {
        var message = new VouchMessage(
            await TextAsync(call.Parsed.GetValue(File)!, call.Cancel),
            call.Parsed.GetValue(Until),
            call.Parsed.GetValue(Length),
            call.Parsed.GetValue(OnlyFrom) ?? [],
            call.Parsed.GetValue(Only));
        var vouched = await call.Authority.PostAsync(
            Path(Environment.UserName), message, DayKeyJson.Default.VouchMessage, DayKeyJson.Default.DayKeyMessage, call.Cancel);
        await call.Output.WriteLineAsync(call.WantsJson
            ? JsonSerializer.Serialize(vouched, DayKeyJson.Default.DayKeyMessage)
            : $"Until {LocalTime.Minute(vouched.Until)} this key opens your account{From(vouched)}: {vouched.Fingerprint}");
        if (!call.WantsJson)
            await call.Error.WriteLineAsync("To end it sooner: sallyport key revoke --all");
    }

    private static async Task ListAsync(Call call)
    {
        var keys = await call.Authority.GetAsync(Path(call.Person()), DayKeyJson.Default.IReadOnlyListDayKeyMessage, call.Cancel);
        if (call.WantsJson)
        {
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(keys, DayKeyJson.Default.IReadOnlyListDayKeyMessage));
            return;
        }

        if (keys.Count == 0)
        {
            await call.Output.WriteLineAsync("no day keys");
            return;
        }

        var table = new Table("KEY", "UNTIL", "ONLY FROM", "ONLY", "COMMENT");
        foreach (var key in keys)
            table.Add(key.Fingerprint, LocalTime.Minute(key.Until), Networks(key) is { Length: > 0 } networks ? networks : "-", key.Only ?? "-", key.Comment.Length == 0 ? "-" : PlainText.Of(key.Comment));
        table.WriteTo(call.Output);
        foreach (var key in keys.Where(key => key.RefusedIn is not null))
            await call.Error.WriteLineAsync($"{key.Fingerprint} was also used from {key.RefusedIn} and refused there. If that was not you: sallyport key revoke --all");
    }

    private static async Task RevokeAsync(Call call)
    {
        var fingerprint = call.Parsed.GetValue(Fingerprint);
        if (fingerprint is null != call.Parsed.GetValue(All))
            throw new CommandFailure(ExitCode.Usage, "give the fingerprint of a key, as sallyport key list prints it, or --all");

        await call.Authority.PostAsync(Path(call.Person()) + "/revoke", new RevokeKeyMessage(fingerprint), DayKeyJson.Default.RevokeKeyMessage, call.Cancel);
        await call.Output.WriteLineAsync(fingerprint is null ? "No key opens the account any more." : "The key does not open the account any more.");
    }

    private static async Task<string> TextAsync(string file, CancellationToken cancel)
    {
        try
        {
            using var reader = file == "-" ? Console.In : new StreamReader(file);
            var text = new char[MostCharacters];
            return new string(text, 0, await reader.ReadBlockAsync(text, cancel));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"{file} cannot be read: {e.Message}");
        }
    }

    private static string From(DayKeyMessage key) => Networks(key) is { Length: > 0 } networks ? $" from {networks}" : string.Empty;

    private static string Networks(DayKeyMessage key) => string.Join(", ", key.OnlyFrom.Count > 0 ? key.OnlyFrom : key.Network is { } network ? [network] : []);

    private static string Path(string person) => AuthorityClient.UserPath(person) + "/day-keys";
}
