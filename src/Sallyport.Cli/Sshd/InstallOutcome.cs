using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Sshd;

/// <summary>How an installation or a removal ended.</summary>
/// <param name="Exit">The command's exit code.</param>
/// <param name="Sentences">What to tell, a line each.</param>
internal sealed record InstallOutcome(ExitCode Exit, IReadOnlyList<string> Sentences)
{
    public static InstallOutcome Refused(string sentence) => new(ExitCode.Failed, [sentence]);

    public static InstallOutcome Misconfigured(IReadOnlyList<string> sentences) => new(ExitCode.Configuration, sentences);
}
