using System.CommandLine;
using System.CommandLine.Parsing;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli;

/// <summary>Runs one command line and returns its exit code; tests call it with writers of their own.</summary>
internal static class CommandLine
{
    /// <summary>Made once: options that commands have in common remember each command that they are added to.</summary>
    private static readonly RootCommand Root = Commands.All();

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in Telling(parsed.Errors))
                await error.WriteLineAsync("sallyport: " + PlainText.Sentence(Lowered(ParseFault.Sentence(fault))));
            await error.WriteLineAsync("sallyport: see " + Path(parsed.CommandResult) + " --help");
            return (int)ExitCode.Usage;
        }

        try
        {
            // Commands that serve catch SIGTERM themselves; the library's timeout would cut their orderly end short.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (CommandFailure failure)
        {
            await error.WriteLineAsync("sallyport: " + PlainText.Sentence(failure.Message));
            return (int)failure.Code;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or ArgumentException or UriFormatException)
        {
            // What the system says about a path or a name that a command was given.
            await error.WriteLineAsync("sallyport: " + PlainText.Sentence(Refusal(refused)));
            return (int)ExitCode.Failed;
        }
        catch (ConfigurationFailure failure)
        {
            foreach (var fault in failure.Faults)
                await error.WriteLineAsync(fault.ToString());
            return (int)ExitCode.Configuration;
        }
    }

    private static string Refusal(Exception refused) =>
        refused is ArgumentException or UriFormatException ? "a path, a name or an address that was given is empty or is not one" : Lowered(refused.Message.Split('\n')[0]);

    /// <summary>A word that is no command makes the library report a missing command too, which tells nobody anything.</summary>
    private static IEnumerable<ParseError> Telling(IReadOnlyList<ParseError> errors) => errors.Count > 1 ? errors.Where(e => !IsMissingCommand(e)) : errors;

    private static bool IsMissingCommand(ParseError error) => error.Message.StartsWith("Required command", StringComparison.Ordinal);

    private static string Lowered(string sentence) =>
        sentence.Length > 1 && char.IsUpper(sentence[0]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.') : sentence;

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? Path(parent) + " " + command.Command.Name : "sallyport";
}
