using System.CommandLine;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Terminal;
using Sallyport.Settings;

namespace Sallyport.Cli.Talking;

/// <summary>What a command that asks the authority has at hand.</summary>
internal sealed record Call(AuthorityClient Authority, ParseResult Parsed, CancellationToken Cancel)
{
    public TextWriter Output => Parsed.InvocationConfiguration.Output;

    public TextWriter Error => Parsed.InvocationConfiguration.Error;

    public bool WantsJson => Parsed.GetValue(AuthorityCommand.Json);
}

/// <summary>Makes subcommands that ask the authority, and the options that all of them have.</summary>
internal static class AuthorityCommand
{
    public static readonly Option<string> Config = new("--config")
    {
        Description = "the authority's configuration file",
        HelpName = "FILE",
        DefaultValueFactory = _ => AuthorityOptions.DefaultFile,
    };

    public static readonly Option<string?> Socket = new("--socket")
    {
        Description = "the authority's socket, instead of the one in the configuration",
        HelpName = "PATH",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "print JSON" };

    public static readonly Option<string?> For = new("--for")
    {
        Description = "another user (administrators)",
        HelpName = "USER",
    };

    public static Command Create(string name, string description, Func<Call, Task> run, params ReadOnlySpan<Symbol> symbols)
    {
        var command = new Command(name, description) { Config, Socket };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            using var client = new AuthorityClient(SocketOf(parsed));
            await run(new Call(client, parsed, cancel));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The person a command is about: <c>--for</c>, else the user who calls.</summary>
    public static string Person(this Call call) => call.Parsed.GetValue(For) ?? Environment.UserName;

    /// <summary>The authority's socket: as given, else as configured, else the usual one.</summary>
    public static string SocketOf(ParseResult parsed)
    {
        if (parsed.GetValue(Socket) is { } socket)
            return socket;

        var file = parsed.GetValue(Config)!;
        return File.Exists(file)
            ? SettingsFile.Load(file).Top.Path("socket", null) ?? new AuthorityOptions().Socket
            : new AuthorityOptions().Socket;
    }
}
