namespace Sallyport.Cli.Terminal;

/// <summary>A command that cannot go on. The message is a lower-case sentence: what is wrong and what to do next.</summary>
internal sealed class CommandFailure(ExitCode code, string message) : Exception(message)
{
    public ExitCode Code { get; } = code;
}
